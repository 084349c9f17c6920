import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@callboard/kernel';
import { closeNats, connectToNats } from '@callboard/messaging';
import type { NatsConnection } from 'nats';
import { Pool } from 'pg';
import { ManagedProcess } from '../../../../../tools/dev-stack/src/managed-process';
import { type AppName, APPS } from '../../../../../tools/dev-stack/src/process-plans';
import { type AppSettings, Stack } from '../../../../../tools/dev-stack/src/stack';
import { Client } from '../../support/client';
import { FailPointsFolder } from './fail-points-folder';
import { Ledger } from './ledger';
import { prepare } from './prepare';
import { sitePlan } from './site-plan';
import { Ways } from './ways';

export interface WorldOptions {
  /** How many processes of an app; two of those that share work, unless told. */
  scale?: Partial<Record<AppName, number>>;
  /** Whether processes reach PostgreSQL and NATS by ways that can be cut. */
  cuttable?: boolean;
  /** Called with the data folder before anything runs, such as to put a small disk there; gives how to undo it. */
  furnish?: (data: string) => () => void;
}

const SCALE: Partial<Record<AppName, number>> = { jobs: 2, operations: 2, triggers: 2, 'api-gateway': 2 };
const SITES = 2;

/** A whole Callboard of real processes, with workers of a site, for faults to be done to. */
export class World {
  readonly ledger = new Ledger();
  readonly workers: ManagedProcess[] = [];
  private started = 0;
  private undo: () => void = () => undefined;

  private constructor(
    readonly stack: Stack,
    readonly folder: string,
    /** As administrator: sees every schema. */
    readonly database: Pool,
    /** As a service. */
    readonly nats: NatsConnection,
    readonly ways: Ways | undefined,
    private readonly points: ReadonlyMap<string, FailPointsFolder>,
    /** What the supervisor told: who died, who is back. */
    readonly reports: string[],
    public admin: Client,
    public site: Client,
  ) {}

  static async start(options: WorldOptions = {}): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'callboard-faults-'));
    chmodSync(folder, 0o755);
    const data = join(folder, 'data');
    const undo = options.furnish?.(data) ?? (() => undefined);
    try {
      const world = await startIn(folder, data, options);
      world.undo = undo;
      return world;
    } catch (thrown) {
      undo();
      rmSync(folder, { recursive: true, force: true });
      throw thrown;
    }
  }

  /** Puts together what {@link start} has started. */
  static of(parts: {
    stack: Stack;
    folder: string;
    database: Pool;
    nats: NatsConnection;
    ways: Ways | undefined;
    points: ReadonlyMap<string, FailPointsFolder>;
    reports: string[];
    admin: Client;
    site: Client;
  }): World {
    const { stack, folder, database, nats, ways, points, reports, admin, site } = parts;
    return new World(stack, folder, database, nats, ways, points, reports, admin, site);
  }

  /** Where the processes of this app look for points to die at. */
  failPoints(app: AppName | 'worker'): FailPointsFolder {
    const found = this.points.get(app);
    if (!found) throw new Error(`no fail points for ${app}`);
    return found;
  }

  /** A further worker of the runtime's site, kept running. `env` beside or instead of what each has. */
  async addWorker(env: Record<string, string> = {}): Promise<ManagedProcess> {
    this.started += 1;
    const name = `worker-${this.started}`;
    const plan = sitePlan(name, this.stack, { ...this.failPoints('worker').environment, ...env });
    const worker = new ManagedProcess(plan, (line) => this.reports.push(line));
    this.workers.push(worker);
    await worker.start();
    return worker;
  }

  /** Stops a worker for good. */
  async removeWorker(worker: ManagedProcess): Promise<void> {
    this.workers.splice(this.workers.indexOf(worker), 1);
    await worker.stop();
  }

  /** Everything that may be killed: processes of services and edges, and workers. */
  get processes(): ManagedProcess[] {
    return [...this.stack.processes, ...this.workers];
  }

  /** New tokens: those of a long run end. */
  async logInAgain(): Promise<void> {
    this.admin = await Client.asAdmin(this.stack);
    this.site = await Client.asRuntimeSite(this.stack);
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
    await closeNats(this.nats);
    await this.database.end();
    await this.stack.stop(true);
    this.ways?.close();
    this.undo();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function startIn(folder: string, data: string, options: WorldOptions): Promise<World> {
  const points = new Map<string, FailPointsFolder>(
    [...APPS, 'worker'].map((app) => [app, new FailPointsFolder(join(folder, 'points', app))]),
  );
  const reports: string[] = [];
  const ways = options.cuttable ? new Ways() : undefined;
  const stack = await Stack.start({
    data,
    filesFolder: folder,
    scale: options.scale ?? SCALE,
    environment: async (servers) => {
      const cuttable = await ways?.environment(servers);
      return Object.fromEntries(
        APPS.map((app) => [app, { ...points.get(app)?.environment, ...cuttable?.[app] }]),
      ) satisfies AppSettings;
    },
    report: (line) => reports.push(line),
  });
  try {
    return await inhabit(stack, { folder, ways, points, reports });
  } catch (thrown) {
    await stack.stop(true);
    throw thrown;
  }
}

async function inhabit(
  stack: Stack,
  rest: Pick<Parameters<typeof World.of>[0], 'folder' | 'ways' | 'points' | 'reports'>,
): Promise<World> {
  const database = new Pool({ connectionString: stack.servers.databaseUrl(), max: 4 });
  database.on('error', () => undefined); // PostgreSQL is killed on purpose.
  const nats = await connectToNats({
    url: stack.servers.natsUrl,
    ...stack.servers.services,
    name: 'faults',
    log: silentLog,
  });
  const admin = await Client.asAdmin(stack);
  const site = await Client.asRuntimeSite(stack);
  const world = World.of({ stack, database, nats, admin, site, ...rest });
  await prepare(admin);
  for (let n = 0; n < SITES; n += 1) await world.addWorker();
  return world;
}

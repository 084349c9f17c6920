import {
  type EmbeddedNats,
  EmbeddedError,
  type EmbeddedPostgres,
  freePort,
  isPortFree,
  startNats,
  startPostgres,
} from '@callboard/embedded';
import { BROKER_USER, brokerConfigOf, siteUser } from './broker';
import { ADMIN_USERNAME, DataFolder, type DevFile, RUNTIME_SITE, type Secrets } from './data-folder';
import { ManagedProcess } from './managed-process';
import { migrateDatabase } from './migrate-database';
import { type AppName, planProcesses } from './process-plans';
import { StackError } from './stack-error';
import { untilReady } from './until-ready';

export interface StackOptions {
  data: string;
  /** Port of the gateway that must be had; without one, `preferredPort` or a free one. */
  port?: number;
  preferredPort?: number;
  scale?: Partial<Record<AppName, number>>;
  /** Folder from which the runtime's own site may read `file:` objects. */
  filesFolder?: string;
  /** Further settings of single apps, such as a shorter lease in a test. */
  environment?: Partial<Record<AppName, Record<string, string>>>;
  /** Hears, in short lines for a person, what starts, dies and comes back. */
  report?: (line: string) => void;
}

/**
 * A whole Callboard on this machine: embedded PostgreSQL and NATS, and every service as a process of its own.
 * Everything stops in order, and whatever was started is stopped when a start fails half-way.
 */
export class Stack {
  readonly processes: ManagedProcess[] = [];
  private postgres: EmbeddedPostgres | undefined;
  private nats: EmbeddedNats | undefined;
  private natsPort = 0;
  private stopped: Promise<void> | undefined;
  gatewayUrl = '';

  private constructor(
    readonly folder: DataFolder,
    private readonly options: StackOptions,
    private readonly report: (line: string) => void,
  ) {}

  /** Resolves when every process is ready. Throws {@link StackError} or EmbeddedError, one line that says what to do. */
  static async start(options: StackOptions): Promise<Stack> {
    const folder = new DataFolder(options.data);
    folder.open();
    const stack = new Stack(folder, options, options.report ?? (() => undefined));
    try {
      await stack.startAll();
      return stack;
    } catch (thrown) {
      await stack.stop();
      throw thrown;
    }
  }

  get dev(): DevFile {
    const { brokerPassword, adminPassword } = this.secrets;
    return {
      gatewayUrl: this.gatewayUrl,
      natsUrl: `nats://${BROKER_USER}:${brokerPassword}@127.0.0.1:${this.natsPort}`,
      databaseUrl: this.postgres?.url ?? '',
      adminUsername: ADMIN_USERNAME,
      adminPassword,
    };
  }

  get secrets(): Secrets {
    return this.folder.secrets();
  }

  get broker(): EmbeddedNats {
    if (!this.nats) throw new StackError('the broker is not running');
    return this.nats;
  }

  process(name: string): ManagedProcess {
    const found = this.processes.find((each) => each.plan.name === name);
    if (!found)
      throw new StackError(
        `no process ${name}; there are ${this.processes.map((each) => each.plan.name).join(', ')}`,
      );
    return found;
  }

  /** Starts the broker again on its port, after it was killed. */
  async restartBroker(): Promise<void> {
    this.nats = await startNats({
      port: this.natsPort,
      config: brokerConfigOf(this.folder, this.natsPort),
      dir: this.folder.path,
    });
  }

  /** Lets the broker know the sites that were added to the folder's secrets. Live connections stay. */
  async reloadBroker(): Promise<void> {
    await this.broker.reload(brokerConfigOf(this.folder, this.natsPort));
  }

  /** Stops sites first, then the gateway, services, NATS and PostgreSQL. With `destroy`, the data goes too. */
  stop(destroy = false): Promise<void> {
    this.stopped ??= this.stopAll(destroy);
    return this.stopped;
  }

  private async startAll(): Promise<void> {
    const gatewayPort = await this.choosePort();
    this.gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
    await this.startServers();
    await migrateDatabase(this.databaseUrl(), this.secrets);
    const plans = planProcesses({
      natsUrl: `nats://127.0.0.1:${this.natsPort}`,
      natsUser: BROKER_USER,
      databaseUrl: (service) => this.databaseUrl(service),
      gatewayPort,
      furtherGatewayPorts: await freePorts((this.options.scale?.['api-gateway'] ?? 1) - 1),
      gatewayUrl: this.gatewayUrl,
      siteUser: siteUser(RUNTIME_SITE),
      filesFolder: this.options.filesFolder,
      logs: this.folder.file('logs'),
      secrets: this.secrets,
      scale: this.options.scale ?? {},
      environment: this.options.environment ?? {},
    });
    this.processes.push(...plans.map((plan) => new ManagedProcess(plan, this.report)));
    await Promise.all(this.processes.map((each) => each.start()));
    await Promise.all(this.processes.map((each) => untilReady(each.plan.name, each.healthUrl)));
    this.folder.writePrivately(this.folder.file('dev.json'), this.dev);
  }

  private async choosePort(): Promise<number> {
    const { port, preferredPort } = this.options;
    if (port !== undefined) {
      if (await isPortFree(port)) return port;
      throw new StackError(`port ${port} is taken: stop what listens there, or pass --port with another`);
    }
    return preferredPort !== undefined && (await isPortFree(preferredPort)) ? preferredPort : freePort();
  }

  /** Both at once; when one fails, the other is known and will be stopped. */
  private async startServers(): Promise<void> {
    this.natsPort = await freePort();
    const started = await Promise.allSettled([
      startPostgres({ dataDir: this.folder.file('postgres'), settings: { max_connections: '200' } }).then(
        (postgres) => {
          this.postgres = postgres;
          if (postgres.relocatedFrom)
            this.report(
              `PostgreSQL keeps its data in ${postgres.dataDir}: its account cannot reach ${postgres.relocatedFrom}`,
            );
        },
      ),
      this.restartBroker(),
    ]);
    for (const each of started) if (each.status === 'rejected') throw each.reason;
    this.watchServers();
  }

  private watchServers(): void {
    void this.postgres?.exited.then(() => {
      if (!this.stopped) this.report('PostgreSQL ended by itself: stop and start again');
    });
  }

  private databaseUrl(service?: string): string {
    const url = new URL(this.postgres?.url ?? '');
    url.pathname = '/callboard';
    if (service) {
      url.username = `callboard_${service}`;
      url.password = this.secrets.databasePasswords[service] ?? '';
    }
    return url.href;
  }

  private async stopAll(destroy: boolean): Promise<void> {
    for (const kind of ['site-worker', 'api-gateway', '']) {
      const group = this.processes.filter(({ plan }) => plan.name.startsWith(kind));
      await Promise.all(group.map((each) => each.stop()));
    }
    await this.nats?.stop();
    await (destroy ? this.postgres?.destroy() : this.postgres?.stop());
    this.folder.close();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let at = 0; at < count; at += 1) ports.push(await freePort());
  return ports;
}

/** One line for a person, whatever was thrown. */
export function lineOf(thrown: unknown): string {
  if (thrown instanceof StackError || thrown instanceof EmbeddedError) return thrown.message;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

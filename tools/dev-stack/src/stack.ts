import { freePort, isPortFree } from '@callboard/embedded';
import { ADMIN_USERNAME, DataFolder, type DevFile, type Secrets } from './data-folder';
import { ManagedProcess } from './managed-process';
import { migrateDatabase } from './migrate-database';
import { type AppName, planProcesses } from './process-plans';
import { Servers } from './servers';
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
  /**
   * Further settings of single apps, such as a shorter lease in a test; a function is asked once PostgreSQL and NATS
   * run, such as for a way to them that can be cut.
   */
  environment?: AppSettings | ((servers: Servers) => Promise<AppSettings>);
  /** Hears, in short lines for a person, what starts, dies and comes back. */
  report?: (line: string) => void;
}

export type AppSettings = Partial<Record<AppName, Record<string, string>>>;

/**
 * A whole Callboard on this machine: embedded PostgreSQL and NATS, and every service as a process of its own.
 * Everything stops in order, and whatever was started is stopped when a start fails half-way.
 */
export class Stack {
  readonly processes: ManagedProcess[] = [];
  readonly servers: Servers;
  private stopped: Promise<void> | undefined;
  gatewayUrl = '';

  private constructor(
    readonly folder: DataFolder,
    private readonly options: StackOptions,
    private readonly report: (line: string) => void,
  ) {
    this.servers = new Servers(folder, report);
  }

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
    const natsUrl = new URL(this.servers.natsUrl);
    natsUrl.username = this.servers.services.user;
    natsUrl.password = this.servers.services.password;
    return {
      gatewayUrl: this.gatewayUrl,
      natsUrl: natsUrl.href,
      databaseUrl: this.servers.databaseUrl(),
      adminUsername: ADMIN_USERNAME,
      adminPassword: this.secrets.adminPassword,
    };
  }

  get secrets(): Secrets {
    return this.folder.secrets();
  }

  process(name: string): ManagedProcess {
    const found = this.processes.find((each) => each.plan.name === name);
    if (!found)
      throw new StackError(
        `no process ${name}; there are ${this.processes.map((each) => each.plan.name).join(', ')}`,
      );
    return found;
  }

  /** Stops sites first, then the gateway, services, NATS and PostgreSQL. With `destroy`, the data goes too. */
  stop(destroy = false): Promise<void> {
    this.stopped ??= this.stopAll(destroy);
    return this.stopped;
  }

  private async startAll(): Promise<void> {
    const gatewayPort = await this.choosePort();
    this.gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
    const furtherGatewayPorts = await freePorts((this.options.scale?.['api-gateway'] ?? 1) - 1);
    for (const port of furtherGatewayPorts)
      this.report(`A further gateway will listen at http://127.0.0.1:${port}`);
    await this.servers.start();
    await migrateDatabase(this.servers.databaseUrl(), this.secrets);
    const { environment = {} } = this.options;
    const plans = planProcesses({
      servers: this.servers,
      gatewayPort,
      furtherGatewayPorts,
      gatewayUrl: this.gatewayUrl,
      filesFolder: this.options.filesFolder,
      logs: this.folder.file('logs'),
      secrets: this.secrets,
      scale: this.options.scale ?? {},
      environment: typeof environment === 'function' ? await environment(this.servers) : environment,
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

  private async stopAll(destroy: boolean): Promise<void> {
    for (const kind of ['site-worker', 'api-gateway', '']) {
      const group = this.processes.filter(({ plan }) => plan.name.startsWith(kind));
      await Promise.all(group.map((each) => each.stop()));
    }
    await this.servers.stop(destroy);
    this.folder.close();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let at = 0; at < count; at += 1) ports.push(await freePort());
  return ports;
}

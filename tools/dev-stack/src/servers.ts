import { rmSync } from 'node:fs';
import {
  type EmbeddedNats,
  type EmbeddedPostgres,
  freePort,
  startNats,
  startPostgres,
} from '@callboard/embedded';
import { BROKER_USER, brokerConfigOf, siteUser } from './broker';
import { type DataFolder, RUNTIME_SITE } from './data-folder';
import { KeptServer } from './kept-server';
import { StackError } from './stack-error';

/** A login at the broker. */
export interface BrokerLogin {
  user: string;
  password: string;
}

const DATABASE = 'callboard';

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/**
 * PostgreSQL and NATS for a stack: embedded ones, unless ADMIN_DATABASE_URL or NATS_URL name one that runs already
 * (design 9). A broker of one's own needs NATS_USER and NATS_PASSWORD for services, and SITE_NATS_USER and
 * SITE_NATS_PASSWORD for the runtime's own site.
 */
export class Servers {
  private readonly postgres: KeptServer<EmbeddedPostgres>;
  private readonly nats: KeptServer<EmbeddedNats>;
  private natsPort = 0;
  private postgresPort: number | undefined;

  constructor(
    private readonly folder: DataFolder,
    private readonly report: (line: string) => void,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {
    this.postgres = new KeptServer('PostgreSQL', () => this.launchPostgres(), report);
    this.nats = new KeptServer('NATS', () => this.launchNats(), report);
  }

  /** Both at once; when one fails, the other is known and will be stopped. */
  async start(): Promise<void> {
    this.natsPort = await freePort();
    const started = await Promise.allSettled([
      this.env.ADMIN_DATABASE_URL ? undefined : this.postgres.start(),
      this.env.NATS_URL ? undefined : this.nats.start(),
    ]);
    for (const each of started) if (each.status === 'rejected') throw each.reason;
  }

  /** Process ids of the embedded servers. */
  get pids(): { postgres: number | undefined; nats: number | undefined } {
    return { postgres: this.postgres.current?.pid, nats: this.nats.current?.pid };
  }

  get natsUrl(): string {
    return this.env.NATS_URL ?? `nats://127.0.0.1:${this.natsPort}`;
  }

  get services(): BrokerLogin {
    if (this.env.NATS_URL)
      return { user: this.setting('NATS_USER'), password: this.setting('NATS_PASSWORD') };
    return { user: BROKER_USER, password: this.folder.secrets().brokerPassword };
  }

  get runtimeSite(): BrokerLogin {
    if (this.env.NATS_URL)
      return { user: this.setting('SITE_NATS_USER'), password: this.setting('SITE_NATS_PASSWORD') };
    const password = this.folder.secrets().sitePasswords[RUNTIME_SITE] ?? '';
    return { user: siteUser(RUNTIME_SITE), password };
  }

  /** Connection string of a service's own role, or of the administrator. */
  databaseUrl(service?: string): string {
    const url = new URL(this.env.ADMIN_DATABASE_URL ?? this.postgres.current?.url ?? '');
    if (!this.env.ADMIN_DATABASE_URL) url.pathname = `/${DATABASE}`;
    if (service) {
      url.username = `callboard_${service}`;
      url.password = this.folder.secrets().databasePasswords[service] ?? '';
    }
    return url.href;
  }

  /** Lets the broker know the sites that were added to the folder's secrets. Live connections stay. */
  async reloadBroker(): Promise<void> {
    if (!this.nats.current) throw new StackError('the broker is not ours: add the site to its configuration');
    await this.nats.current.reload(brokerConfigOf(this.folder, this.natsPort));
  }

  /**
   * kill -9 of the broker and, before it is started again, the loss of all its data, or what `harm` does to the folder
   * of it: a fault, on purpose.
   */
  async loseBroker(harm: (folder: string) => void = remove): Promise<void> {
    await this.nats.lose(() => harm(this.folder.file('nats')));
  }

  async stop(destroy: boolean): Promise<void> {
    await this.nats.stop();
    await this.postgres.stop((server) => (destroy ? server.destroy() : server.stop()));
  }

  private async launchPostgres(): Promise<EmbeddedPostgres> {
    const postgres = await startPostgres({
      dataDir: this.folder.file('postgres'),
      port: this.postgresPort,
      settings: { max_connections: '200' },
    });
    this.postgresPort = postgres.port;
    if (postgres.relocatedFrom)
      this.report(
        `PostgreSQL keeps its data in ${postgres.dataDir}: its account cannot reach ${postgres.relocatedFrom}`,
      );
    return postgres;
  }

  private launchNats(): Promise<EmbeddedNats> {
    const config = brokerConfigOf(this.folder, this.natsPort);
    return startNats({ port: this.natsPort, config, dir: this.folder.path });
  }

  private setting(name: string): string {
    const value = this.env[name];
    if (!value) throw new StackError(`NATS_URL is set, so ${name} must be set too`);
    return value;
  }
}

import { randomUUID } from 'node:crypto';
import type { EventContract, ServiceName } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { connectToNats, ensureEventStream, EventPublisher, RequestClient } from '@callboard/messaging';
import { Database, type MigrationClass } from '@callboard/persistence';
import { type RunningProcess, startService } from '@callboard/service-kit';
import { testBroker, type TestBroker, testDatabase, type TestDatabase } from '@callboard/testing';
import type { Type } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { type LoggedInSite, SiteLogin } from './site-login';

export interface ServiceWorldOptions {
  readonly service: ServiceName;
  readonly migrations: MigrationClass[];
  /** Sites that the broker lets in. */
  readonly sites?: readonly string[];
}

/** What one service needs around it, for one test file alone. */
export class ServiceWorld {
  readonly requests: RequestClient;
  private readonly processes: RunningProcess[] = [];
  private readonly loggedIn: LoggedInSite[] = [];
  private siteLogin: Promise<SiteLogin> | undefined;

  private constructor(
    readonly place: TestDatabase,
    readonly broker: TestBroker,
    /** As a service. */
    readonly nats: NatsConnection,
    /** As the service itself. */
    readonly sql: Database,
  ) {
    this.requests = new RequestClient(nats);
  }

  /** A database with the tables of the service, a broker, and the settings that lead there. */
  static async open({ service, migrations, sites = [] }: ServiceWorldOptions): Promise<ServiceWorld> {
    const [place, broker] = await Promise.all([
      testDatabase([{ service, migrations }]),
      testBroker({ sites: [...sites] }),
    ]);
    Object.assign(process.env, {
      DATABASE_URL: place.url(service),
      NATS_URL: broker.url,
      NATS_USER: broker.service.user,
      NATS_PASSWORD: broker.service.password,
      LOG_LEVEL: 'silent',
    });
    const nats = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
    const sql = await Database.open({ url: place.url(service), service, migrations, poolSize: 2 });
    return new ServiceWorld(place, broker, nats, sql);
  }

  /** Starts as many processes of the service as said, one after the other. */
  async start(module: Type, count = 1): Promise<void> {
    for (let at = 0; at < count; at += 1) this.processes.push(await startService(module));
  }

  /** Tells an event, as the service whose it is would. */
  async tell<T>(
    { subject, service }: EventContract<T>,
    payload: T,
    { id = randomUUID(), time = new Date() }: { id?: string; time?: Date } = {},
  ): Promise<void> {
    await ensureEventStream(await this.nats.jetstreamManager(), service);
    await new EventPublisher(this.nats).publish({ id, subject, service, time, payload });
  }

  /** Stands in for the service `sites` from the first call on. */
  siteLogins(): Promise<SiteLogin> {
    this.siteLogin ??= SiteLogin.open(this.nats, this.broker);
    return this.siteLogin;
  }

  async logIn(siteId: string): Promise<LoggedInSite> {
    const site = await (await this.siteLogins()).logIn(siteId);
    this.loggedIn.push(site);
    return site;
  }

  /** Stops every process of the service. */
  async stop(): Promise<void> {
    await Promise.all(this.processes.splice(0).map((each) => each.stop()));
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all(
      [this.sql, this.nats, ...this.loggedIn.map(({ connection }) => connection)].map((each) => each.close()),
    );
    await this.broker.stop();
    await this.place.drop();
  }
}

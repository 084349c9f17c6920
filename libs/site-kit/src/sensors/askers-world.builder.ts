import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anySiteRequestSubject, type SensorNews, sensorNewsSubject } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { connectToNats } from '@callboard/messaging';
import { testBroker, type TestBroker } from '@callboard/testing';
import { JSONCodec, type NatsConnection } from 'nats';
import type { Repository } from '../define-repository';
import { runSite, type RunningSite } from '../run-site';

export const SITE = 'lab';

const codec = JSONCodec<Record<string, unknown>>();

/** What a sensor or schedule asked for. */
export interface Asked {
  by: string;
  run_key: string;
  workflow_id: string;
  config: Record<string, unknown>;
  again?: boolean;
}

interface KeptNews {
  readonly sensor: string;
  readonly news: SensorNews;
  taken: boolean;
}

/** Processes of a site at a real broker, and stand-ins of `triggers` and `jobs` that answer them. */
export class AskersWorld {
  readonly registered: { name: string; hears: unknown }[] = [];
  /** In the order asked, repeats included. */
  readonly asked: Asked[] = [];
  /** The job of each run key. */
  readonly jobs = new Map<string, string>();
  readonly settled: { id: string; error?: string }[] = [];
  private readonly news: KeptNews[] = [];
  private readonly sites: RunningSite[] = [];
  takes = 0;

  private constructor(
    private readonly broker: TestBroker,
    private readonly connection: NatsConnection,
    private readonly gateway: Server,
  ) {
    this.answer('register-sensors', ({ items }) => {
      this.registered.push(...(items as { name: string; hears: unknown }[]));
      return { names: this.registered.map(({ name }) => name) };
    });
    this.answer('take-sensor-news', (input) => this.take(input.sensor as string, input.max as number));
    this.answer('settle-sensor-news', ({ items }) => {
      const told = items as { id: string; error?: string }[];
      this.settled.push(...told);
      return { items: told.map(({ id }) => ({ ok: true, item: { id, state: 'done' } })) };
    });
    this.answer('request-jobs', ({ items }) => ({
      items: (items as Asked[]).map((item) => this.request(item)),
    }));
  }

  static async open(): Promise<AskersWorld> {
    const broker = await testBroker({ sites: [SITE] });
    const connection = await connectToNats({ ...broker.service, name: 'services', log: silentLog });
    const gateway = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ access_token: 'token', expires: { days: 1 } }));
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    return new AskersWorld(broker, connection, gateway);
  }

  /** Starts a process of the site. */
  async run(repository: Omit<Repository, 'workflows'>, drainMs = 5000): Promise<RunningSite> {
    const { url: natsUrl, user: natsUser, password: natsPassword } = this.broker.site(SITE);
    const gatewayUrl = `http://127.0.0.1:${(this.gateway.address() as AddressInfo).port}`;
    const site = await runSite({
      repository: { workflows: [], ...repository },
      settings: {
        siteId: SITE,
        clientId: 'c',
        clientSecret: 's',
        gatewayUrl,
        natsUrl,
        natsUser,
        natsPassword,
      },
      log: silentLog,
      drainMs,
    });
    this.sites.push(site);
    return site;
  }

  /** Something has happened; the bell may get lost. */
  keep(sensor: string, news: SensorNews, { bell = true } = {}): void {
    this.news.push({ sensor, news, taken: false });
    if (bell) this.connection.publish(sensorNewsSubject(SITE), codec.encode({ sensors: [sensor] }));
  }

  async drainSites(): Promise<void> {
    await Promise.all(this.sites.splice(0).map((site) => site.drain()));
  }

  async close(): Promise<void> {
    await this.drainSites();
    this.gateway.close();
    await this.connection.close();
    await this.broker.stop();
  }

  private take(sensor: string, max: number): unknown {
    this.takes += 1;
    const due = this.news.filter((each) => each.sensor === sensor && !each.taken).slice(0, max);
    for (const each of due) each.taken = true;
    return { items: due.map(({ news }) => news) };
  }

  private request(item: Asked): unknown {
    this.asked.push(item);
    if (item.workflow_id === 'refused')
      return { ok: false, error: { code: 'too-large', message: 'too large' } };
    const key = `${item.by} ${item.run_key}`;
    const known = this.jobs.get(key);
    const job_id = known ?? `job-${this.jobs.size + 1}`;
    this.jobs.set(key, job_id);
    return { ok: true, item: { job_id, state: 'queued', is_new: known === undefined } };
  }

  private answer(verb: string, reply: (input: Record<string, unknown>) => unknown): void {
    this.connection.subscribe(anySiteRequestSubject(verb), {
      callback: (_error, message) =>
        message.respond(codec.encode({ ok: true, output: reply(codec.decode(message.data)) })),
    });
  }
}

let count = 0;

/** News that a file came into being. */
export function registeredNews(name: string): SensorNews & { kind: 'object-registered' } {
  count += 1;
  return {
    kind: 'object-registered',
    id: String(count),
    at: new Date().toISOString(),
    version: 1,
    attempt: 1,
    object_id: `object-${count}`,
    name,
  };
}

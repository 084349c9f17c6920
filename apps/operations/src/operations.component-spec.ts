import {
  type Caller,
  endOperations,
  eventSubject,
  getOperations,
  heartbeatOperations,
  JOB_OPERATION_MODEL,
  openOperations,
  operationEndedSubject,
  reportProgress,
  settleOperations,
  siteRequestSubject,
  TOKEN_ALGORITHM,
} from '@callboard/contracts';
import { type Log, mintId } from '@callboard/kernel';
import {
  currentTraceparent,
  NatsTransport,
  newTraceparent,
  RequestClient,
  SiteRequestClient,
} from '@callboard/messaging';
import { LOG, NATS_CONNECTION } from '@callboard/service-kit';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import type { INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { generateKeyPair } from 'jose';
import type { NatsConnection } from 'nats';
import { OperationsModule } from './operations.module';
import { migrations } from './persistence/migrations';

const JOBS: Caller = { kind: 'service', service: 'jobs' };
const ALPHA: Caller = { kind: 'site', siteId: 'alpha', clientId: 'client-1' };

interface Line {
  message: string;
  fields: Record<string, unknown>;
  traceparent: string | undefined;
}

/** Remembers lines with the trace that they were written in. */
class RecordingLog implements Log {
  readonly lines: Line[] = [];
  readonly errors: object[] = [];
  debug(): void {}
  info(fields: object, message: string): void {
    this.lines.push({ message, fields: { ...fields }, traceparent: currentTraceparent() });
  }
  warn(): void {}
  error(fields: object, message: string): void {
    this.errors.push({ ...fields, message });
  }
}

describe('the service operations', () => {
  let world: ServiceWorld;
  let app: INestMicroservice;
  let nats: NatsConnection;
  let alpha: LoggedInSite;
  let requests: RequestClient;
  const log = new RecordingLog();
  const events: { items: Record<string, unknown>[] }[] = [];
  const news: Record<string, unknown>[] = [];

  beforeAll(async () => {
    world = await ServiceWorld.open({ service: 'operations', migrations, sites: ['alpha', 'beta'] });
    ({ nats, requests } = world);
    alpha = await world.logIn('alpha');
    app = await start(log);
    await listen(nats, alpha.connection, events, news);
  });

  afterAll(async () => {
    await app?.close();
    await app?.get<NatsConnection>(NATS_CONNECTION, { strict: false }).drain();
    await world.close();
  });

  afterEach(() => expect(log.errors).toEqual([]));

  const open = async (more: { site_id?: string; lease_ms?: number } = {}) => {
    const item = {
      id: mintId(),
      site_id: 'alpha',
      attempt: 1,
      lease_ms: 60_000,
      job: { id: mintId(), workflow: { id: 'sequence-summary-1.0.0' }, config: { object_id: 'o-1' } },
      traceparent: newTraceparent(),
      ...more,
    };
    const { items } = await requests.request(openOperations, { items: [item] }, { caller: JOBS });
    expect(items).toMatchObject([{ ok: true, item: { id: item.id, done: false } }]);
    return item;
  };
  const eventOf = (id: string) => events.flatMap(({ items }) => items).filter((item) => item['id'] === id);
  const newsOf = (id: string) => news.filter((piece) => piece['operation_id'] === id);

  it('takes an operation from claim to result, telling everybody once', async () => {
    const { id, job, traceparent } = await open();
    const progress = { items: [{ id, metadata: { extra: { percent: 50 } } }] };
    await requests.request(reportProgress, progress, { caller: ALPHA });
    const settlement = { items: [{ id, result: { sequences: 1 }, metadata: { extra: { host: 'n1' } } }] };
    const settled = await requests.request(settleOperations, settlement, { caller: ALPHA });
    const expected = {
      id,
      done: true,
      expire_time: expect.any(String) as string,
      result: { sequences: 1 },
      metadata: { model: JOB_OPERATION_MODEL, site_id: 'alpha', job, extra: { percent: 50, host: 'n1' } },
      outcome: 'succeeded',
      attempt: 1,
    };
    expect(settled).toEqual({ items: [{ ok: true, item: expected }] });
    expect(await requests.request(settleOperations, settlement, { caller: ALPHA })).toEqual(settled);
    const read = await requests.request(getOperations, { ids: ['nmdc:sys0unknown', id] });
    expect(read.items).toMatchObject([
      { ok: false, error: { code: 'not-found' } },
      { ok: true, item: expected },
    ]);

    await eventually('the event of the end', () => eventOf(id).length > 0);
    expect(eventOf(id)).toMatchObject([
      { job_id: job.id, site_id: 'alpha', to: 'succeeded', version: 2, traceparent },
    ]);
    expect(newsOf(id)).toEqual([]);
    const lines = log.lines.filter(({ fields }) => fields['operation_id'] === id);
    expect(lines).toMatchObject([
      { message: 'operation opened', traceparent, fields: { job_id: job.id } },
      { message: 'operation ended', traceparent, fields: { outcome: 'succeeded', who: 'site:alpha' } },
    ]);
  });

  it('ends by other hands and tells the site at once, which hears only its own news', async () => {
    const mine = await open();
    const theirs = await open({ site_id: 'beta' });
    const items = [mine, theirs].map(({ id }) => ({
      id,
      outcome: 'released' as const,
      reason: 'given back',
    }));
    const ended = await requests.request(endOperations, { items }, { caller: JOBS });
    expect(ended.items).toMatchObject([
      { ok: true, item: { done: true, outcome: 'released', metadata: { cancelled: true } } },
      { ok: true },
    ]);
    await eventually('news of the release', () => newsOf(mine.id).length > 0);
    expect(news).toEqual([{ operation_id: mine.id, code: 'operation-released' }]);
    const late = await requests.request(reportProgress, { items: [{ id: mine.id }] }, { caller: ALPHA });
    expect(late.items).toMatchObject([{ ok: false, error: { code: 'operation-released' } }]);
  });

  it('ends what its site has given up, and refuses the late result', async () => {
    const { id, traceparent } = await open({ lease_ms: 1 });
    await eventually('the expiry', () => eventOf(id).length > 0, { timeoutMs: 20_000 });
    expect(eventOf(id)).toMatchObject([{ to: 'expired', traceparent }]);
    await eventually('news of the expiry', () => newsOf(id).length > 0);
    expect(newsOf(id)).toEqual([{ operation_id: id, code: 'operation-expired' }]);
    const late = await requests.request(settleOperations, { items: [{ id, result: 1 }] }, { caller: ALPHA });
    expect(late.items).toMatchObject([{ ok: false, error: { code: 'operation-expired' } }]);
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        traceparent,
        fields: expect.objectContaining({ outcome: 'expired' }) as object,
      }),
    );
  }, 30_000);

  it('serves sites by their door, for their own operations alone', async () => {
    const mine = await open();
    const theirs = await open({ site_id: 'beta' });
    const site = alpha.client;
    const items = [{ id: mine.id }, { id: theirs.id }];
    const refused = { ok: false, error: { code: 'forbidden' } };
    const beat = await site.request(heartbeatOperations, { items });
    expect(beat.items).toMatchObject([{ ok: true, item: { id: mine.id } }, refused]);
    const progress = await site.request(reportProgress, { items });
    expect(progress.items).toMatchObject([{ ok: true, item: { done: false } }, refused]);
    const failure = { code: 'truncated', message: 'the file ends early', retriable: false };
    const settled = await site.request(settleOperations, {
      items: items.map((item) => ({ ...item, result: failure })),
    });
    expect(settled.items).toMatchObject([
      { ok: true, item: { outcome: 'failed', result: failure } },
      refused,
    ]);
    await eventually('the event of the failure', () => eventOf(mine.id).length > 0);
    expect(eventOf(mine.id)).toMatchObject([{ to: 'failed', error_code: 'truncated', retriable: false }]);
  });

  it('believes neither forged tokens nor strangers', async () => {
    const { id } = await open();
    const { privateKey: forger } = await generateKeyPair(TOKEN_ALGORITHM);
    const logins = await world.siteLogins();
    const ask = (token: string) =>
      new SiteRequestClient(alpha.connection, 'alpha', () => Promise.resolve(token)).request(
        settleOperations,
        {
          items: [{ id }],
        },
      );
    await expect(ask(await logins.tokenOf('alpha', forger))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    await expect(ask(await logins.tokenOf('beta'))).rejects.toMatchObject({ code: 'forbidden' });
    const anonymous = requests.request(settleOperations, { items: [{ id }] });
    await expect(anonymous).rejects.toMatchObject({ code: 'forbidden' });
    const byUser = requests.request(
      endOperations,
      { items: [{ id, outcome: 'released', reason: '' }] },
      { caller: { kind: 'user', username: 'admin', administers: ['alpha'] } },
    );
    await expect(byUser).rejects.toMatchObject({ code: 'forbidden' });
    const { items } = await requests.request(getOperations, { ids: [id] });
    expect(items).toMatchObject([{ ok: true, item: { done: false } }]);
  });

  it('refuses what is no request, and goes on', async () => {
    const { id } = await open();
    const garbage = ['', 'no JSON', '{"items":[]}', '{"items":[{"id":1}]}', '{"items":[{"id":"a\\u0000"}]}'];
    for (const text of [...garbage, `{"items":[{"id":"${id}","metadata":{"n":1e400}}]}`]) {
      const reply = await nats.request(reportProgress.subject, text, { timeout: 5000 });
      expect(reply.json()).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    }
    const reply = await alpha.connection.request(siteRequestSubject('alpha', reportProgress.verb), '{}', {
      timeout: 5000,
    });
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
    const { items } = await requests.request(getOperations, { ids: [id] });
    expect(items).toMatchObject([{ ok: true }]);
  });
});

async function start(log: Log): Promise<INestMicroservice> {
  const testing = await Test.createTestingModule({ imports: [OperationsModule] })
    .overrideProvider(LOG)
    .useValue(log)
    .compile();
  const app = testing.createNestMicroservice({ strategy: testing.get(NatsTransport), logger: false });
  await app.listen();
  return app;
}

/** Everything that is told: the event stream, and the news of the site alpha. */
async function listen(
  nats: NatsConnection,
  siteNats: NatsConnection,
  events: object[],
  news: object[],
): Promise<void> {
  nats.subscribe(eventSubject('operations', 'operations-changed'), {
    callback: (_, message) => void events.push(message.json()),
  });
  siteNats.subscribe(operationEndedSubject('alpha'), {
    callback: (_, message) => void news.push(message.json()),
  });
  await Promise.all([nats.flush(), siteNats.flush()]);
}

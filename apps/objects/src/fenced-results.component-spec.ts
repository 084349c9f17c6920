import { randomUUID } from 'node:crypto';
import {
  type Caller,
  endOperations,
  getOperationHistory,
  heartbeatOperations,
  type ItemReply,
  openOperations,
  openPutOperations,
  permitWrite,
  registerObjects,
  settleOperations,
  type StoredObject,
  tagObjects,
} from '@callboard/contracts';
import { mintId, silentLog } from '@callboard/kernel';
import { connectToNats, RequestClient } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { type RunningProcess, startService } from '@callboard/service-kit';
import { eventually, testBroker, type TestBroker, testDatabase, type TestDatabase } from '@callboard/testing';
import type { NatsConnection } from 'nats';
import { OperationsModule } from '../../operations/src/operations.module';
import { migrations as ofOperations } from '../../operations/src/persistence/migrations';
import { ObjectsModule } from './objects.module';
import { migrations } from './persistence/migrations';
import { ALPHA, described, site } from './persistence/objects.builder';

/** Writes that race with the end of their operation. */
const ROUNDS = 500;
const AT_ONCE = 12;

const JOBS: Caller = { kind: 'service', service: 'jobs' };

let place: TestDatabase;
let broker: TestBroker;
let nats: NatsConnection;
let requests: RequestClient;
let objects: Database;
let operations: Database;
const processes: RunningProcess[] = [];

beforeAll(async () => {
  [place, broker] = await Promise.all([
    testDatabase([
      { service: 'objects', migrations },
      { service: 'operations', migrations: ofOperations },
    ]),
    testBroker(),
  ]);
  const { user, password } = broker.service;
  Object.assign(process.env, {
    NATS_URL: broker.url,
    NATS_USER: user,
    NATS_PASSWORD: password,
    LOG_LEVEL: 'silent',
  });
  for (const [service, module] of [
    ['objects', ObjectsModule],
    ['operations', OperationsModule],
  ] as const) {
    process.env.DATABASE_URL = place.url(service);
    processes.push(await startService(module));
  }
  nats = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
  requests = new RequestClient(nats);
  objects = await Database.open({ url: place.url('objects'), service: 'objects', migrations, poolSize: 4 });
  operations = await Database.open({
    url: place.url('operations'),
    service: 'operations',
    migrations: ofOperations,
    poolSize: 4,
  });
}, 60_000);

afterAll(async () => {
  await Promise.all(processes.map((process) => process.stop()));
  await Promise.all([objects?.close(), operations?.close(), nats?.close()]);
  await broker?.stop();
  await place?.drop();
});

async function open(attempt = 1, jobId: string = mintId()): Promise<string> {
  const id = mintId();
  const job = { id: jobId, workflow: { id: 'w' }, config: {} };
  const items = [{ id, site_id: 'alpha', attempt, lease_ms: 60_000, job }];
  await requests.request(openOperations, { items }, { caller: JOBS });
  return id;
}

const end = async (id: string) =>
  (
    await requests.request(
      endOperations,
      { items: [{ id, outcome: 'released', reason: 'test' }] },
      { caller: JOBS, timeoutMs: 10_000 },
    )
  ).items[0];
const register = async (
  operation_id: string,
  object = described(),
  caller: Caller = ALPHA,
  idempotencyKey?: string,
) =>
  (
    await requests.request(
      registerObjects,
      { items: [{ object }], operation_id },
      { caller, idempotencyKey, timeoutMs: 20_000 },
    )
  ).items[0];
/** Resolves when the store asks for the permit. */
function permitAskedFor(id: string): Promise<void> {
  return new Promise((resolve) => {
    const subscription = nats.subscribe(permitWrite.subject, {
      callback: (_, message) => {
        if (message.json<{ operation_id: string }>().operation_id !== id) return;
        subscription.unsubscribe();
        resolve();
      },
    });
  });
}

const codeOf = async (work: Promise<ItemReply<StoredObject> | undefined>): Promise<string> => {
  try {
    const reply = await work;
    return reply?.ok === false ? reply.error.code : 'kept';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const isKept = async (checksum: string): Promise<boolean> =>
  (await objects.query(`select from object_checksums where checksum = $1`, [checksum])).length > 0;

describe('results that name an operation', () => {
  it('are kept while it is open, for the site that works under it', async () => {
    const id = await open();
    expect(await codeOf(register(id))).toBe('kept');
    expect(await codeOf(register(id, described(), site('beta')))).toBe('forbidden');
    expect(await codeOf(register('nmdc:sys0nothing'))).toBe('not-found');
    const user: Caller = { kind: 'user', username: 'ada', administers: ['alpha'] };
    expect(await codeOf(register(id, described(), user))).toBe('forbidden');
  });

  it('are refused with the code that says how it ended', async () => {
    const released = await open();
    await end(released);
    expect(await codeOf(register(released))).toBe('operation-released');
    const settled = await open();
    await requests.request(settleOperations, { items: [{ id: settled, result: {} }] }, { caller: ALPHA });
    expect(await codeOf(register(settled))).toBe('operation-settled');
    const heartbeat = requests.request(heartbeatOperations, { items: [{ id: settled }] }, { caller: ALPHA });
    expect((await heartbeat).items[0]).toMatchObject({ ok: false, error: { code: 'operation-settled' } });
  });

  it('are refused when a later attempt of the job has written, though the earlier one never ended', async () => {
    const jobId = mintId();
    const [first, second] = [await open(1, jobId), await open(2, jobId)];
    expect(await codeOf(register(first))).toBe('kept');
    expect(await codeOf(register(second))).toBe('kept');
    expect(await codeOf(register(first))).toBe('operation-superseded');
  });

  it('go for tags as well', async () => {
    const id = await open();
    const kept = await register(id);
    const object_id = kept?.ok ? kept.item.id : '';
    await end(id);
    const tagged = requests.request(
      tagObjects,
      { items: [{ object_id, types: [] }], operation_id: id },
      { caller: ALPHA },
    );
    await expect(tagged).rejects.toMatchObject({ code: 'operation-released' });
  });

  it('are never kept after the end, however the two race', async () => {
    const counts = { kept: 0, refused: 0 };
    const late: string[] = [];
    const race = async (n: number): Promise<void> => {
      const id = await open();
      const object = described();
      const checksum = object.checksums[0]?.checksum ?? '';
      const asked = permitAskedFor(id);
      // Every other one is kept with its reply, in one transaction (ADR 16).
      const writing = codeOf(register(id, object, ALPHA, n % 2 === 0 ? randomUUID() : undefined));
      // Some ends come at once, others just when the write is permitted.
      if (n % 3 > 0) await Promise.race([asked, writing]);
      const keptAtEnd = end(id).then(async (reply) => {
        expect(reply).toMatchObject({ ok: true, item: { done: true } });
        return isKept(checksum);
      });
      const [code, before] = await Promise.all([writing, keptAtEnd]);
      counts[code === 'kept' ? 'kept' : 'refused'] += 1;
      if (code !== 'kept' && code !== 'operation-released' && code !== 'overloaded') late.push(code);
      if ((await isKept(checksum)) !== before) late.push(`${id} ${code}`);
      if (code === 'kept' && !before) late.push(id);
    };
    let left = ROUNDS;
    const racer = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await race(left);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, racer));
    expect(late).toEqual([]);
    expect(counts.kept).toBeGreaterThan(0);
    expect(counts.refused).toBeGreaterThan(0);
  }, 120_000);

  it('hold the end back while they are stored, and are undone when they take longer than permitted', async () => {
    const id = await open();
    const object = described();
    const [sum] = object.checksums;
    let letGo: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (letGo = resolve));
    // Somebody else has taken the checksum, and does not say yet whether to keep it.
    const holding = objects
      .transaction(async (tx) => {
        await tx.query('insert into object_checksums (type, checksum, object_id) values ($1, $2, $3)', [
          sum?.type,
          sum?.checksum,
          randomUUID(),
        ]);
        await gone;
        throw new Error('not kept');
      })
      .catch(() => undefined);
    const writing = codeOf(register(id, object));
    await eventually('the write is permitted', async () => {
      const [row] = await operations.query<{ writers: object }>(
        'select writers from operations where id = $1',
        [id],
      );
      return Object.keys(row?.writers ?? {}).length === 1;
    });
    expect(await end(id)).toMatchObject({ ok: false, error: { code: 'overloaded' } });
    letGo();
    await holding;
    expect(await writing).toBe('overloaded');
    expect(await isKept(sum?.checksum ?? '')).toBe(false);
    await eventually('the end is taken', async () => (await end(id))?.ok === true);
  }, 60_000);

  it('leave their operation with a history that says who did what', async () => {
    const id = await open();
    await end(id);
    const { items, more } = await requests.request(getOperationHistory, { id, after: 0, limit: 10 });
    expect(more).toBe(false);
    expect(items.map(({ from, to, who, why }) => [from, to, who, why])).toEqual([
      [null, 'open', 'service:jobs', 'claimed'],
      ['open', 'released', 'service:jobs', 'test'],
    ]);
    const unknown = requests.request(getOperationHistory, { id: 'nmdc:sys0nothing', after: 0, limit: 10 });
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('objects whose bytes were put into the object store (9 D27)', () => {
  it('get the id that operations promised their site, and no other site does', async () => {
    const put = { mime_type: 'application/zip', store_url: 'https://s/b', expires_in_seconds: 300 };
    const reply = await requests.request(openPutOperations, { items: [put] }, { caller: ALPHA });
    const [opened] = reply.items;
    const id = opened?.ok ? String(opened.item.metadata['object_id']) : '';
    const object = (siteId: string) =>
      described({ access_methods: [{ type: 'https', access_id: `${siteId}:${id}` }] });
    const registered = async (caller: Caller, siteId: string) => {
      const items = [{ object: object(siteId) }];
      return (await requests.request(registerObjects, { items }, { caller })).items[0];
    };
    expect(await registered(site('beta'), 'beta')).toMatchObject({ ok: true });
    expect(await registered(ALPHA, 'alpha')).toMatchObject({ ok: true, item: { id, manager: 'alpha' } });
    expect(await registered(ALPHA, 'alpha')).toMatchObject({ ok: false, error: { code: 'already-exists' } });
  });
});

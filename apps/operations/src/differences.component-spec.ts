import {
  type Caller,
  endOperations,
  getOperations,
  JOB_OPERATION_MODEL,
  openOperations,
  reportProgress,
  settleOperations,
} from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import { OperationsModule } from './operations.module';
import { migrations } from './persistence/migrations';

const JOBS: Caller = { kind: 'service', service: 'jobs' };
const ALPHA: Caller = { kind: 'site', siteId: 'alpha', clientId: 'client-1' };

let world: ServiceWorld;
let sql: Database;
let requests: RequestClient;

beforeAll(async () => {
  world = await ServiceWorld.open({ service: 'operations', migrations });
  ({ requests, sql } = world);
  await world.start(OperationsModule);
}, 60_000);

afterAll(() => world.close());

async function open(): Promise<string> {
  const job = { id: mintId(), workflow: { id: 'test' }, config: { object_id: 'o-1' } };
  const item = { id: mintId(), site_id: 'alpha', attempt: 1, lease_ms: 60_000, job };
  const { items } = await requests.request(openOperations, { items: [item] }, { caller: JOBS });
  if (!items[0]?.ok) throw new Error('not opened');
  return item.id;
}

interface Write {
  metadata?: Record<string, unknown> | null;
  result?: unknown;
}

const report = async (id: string, write: Write) =>
  (await requests.request(reportProgress, { items: [{ id, ...write }] }, { caller: ALPHA })).items[0];
const settle = async (id: string, write: Write) =>
  (await requests.request(settleOperations, { items: [{ id, ...write }] }, { caller: ALPHA })).items[0];
const end = async (id: string, outcome: 'released' | 'cancelled') =>
  (await requests.request(endOperations, { items: [{ id, outcome, reason: 'told so' }] }, { caller: JOBS }))
    .items[0];
const read = async (id: string) => (await requests.request(getOperations, { ids: [id] })).items[0];

describe('D4 a released operation is done', () => {
  it('for everybody who reads it', async () => {
    const id = await open();
    await end(id, 'released');
    expect(await read(id)).toMatchObject({ ok: true, item: { done: true, outcome: 'released' } });
  });
});

describe('D8 a lease is enforced', () => {
  it('and extended by whoever works: without a word the operation ends as expired', async () => {
    const [kept, lost] = [await open(), await open()];
    await sql.query(`update operations set expire_time = now() - interval '1 second' where id = $1`, [kept]);
    await report(kept, { metadata: { at: 'work' } });
    await sql.query(`update operations set expire_time = now() - interval '1 minute' where id = $1`, [lost]);
    await eventually('the lease to end the operation', async () => {
      const reply = await read(lost);
      return reply?.ok === true && reply.item.done;
    });
    expect(await read(lost)).toMatchObject({ item: { outcome: 'expired' } });
    expect(await settle(lost, { result: 1 })).toMatchObject({ error: { code: 'operation-expired' } });
    expect(await read(kept)).toMatchObject({ item: { done: false, outcome: null } });
  });
});

describe('D7 a PATCH loses nothing', () => {
  it('of the metadata that it does not send', async () => {
    const id = await open();
    await report(id, { metadata: { extra: { a: 1 }, other: true } });
    await report(id, { metadata: { extra: { b: 2 } } });
    expect(await read(id)).toMatchObject({
      item: {
        metadata: {
          model: JOB_OPERATION_MODEL,
          site_id: 'alpha',
          job: { workflow: { id: 'test' } },
          other: true,
          extra: { a: 1, b: 2 },
        },
      },
    });
  });

  it('and metadata of null counts as absent', async () => {
    const id = await open();
    await report(id, { metadata: { kept: 'yes' } });
    expect(await report(id, { metadata: null })).toMatchObject({
      ok: true,
      item: { metadata: { kept: 'yes', model: JOB_OPERATION_MODEL } },
    });
  });

  it('of many that come at the same moment', async () => {
    const id = await open();
    const keys = Array.from({ length: 20 }, (_, n) => `key-${n}`);
    await Promise.all(keys.map((key) => report(id, { metadata: { [key]: key } })));
    const all = Object.fromEntries(keys.map((key) => [key, key]));
    expect(await read(id)).toMatchObject({ item: { metadata: all } });
  });

  it('and revives nothing that has ended', async () => {
    const id = await open();
    await end(id, 'cancelled');
    for (const write of [report, settle]) {
      expect(await write(id, { result: 1 })).toMatchObject({
        ok: false,
        error: { code: 'operation-cancelled' },
      });
    }
    const settled = await open();
    await settle(settled, { result: 1 });
    expect(await report(settled, { result: 2 })).toMatchObject({
      ok: false,
      error: { code: 'operation-settled' },
    });
    expect(await read(settled)).toMatchObject({ item: { done: true, result: 1 } });
  });
});

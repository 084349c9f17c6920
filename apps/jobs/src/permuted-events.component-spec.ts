import { randomUUID } from 'node:crypto';
import { newTraceparent } from '@callboard/messaging';
import { type Delivery, everyOrder } from '@callboard/testing';
import { OperationsChangedConsumer } from './inbound/operations-changed.consumer';
import { SitesChangedConsumer } from './inbound/sites-changed.consumer';
import { TriggersFiredConsumer } from './inbound/triggers-fired.consumer';
import { openStores, post, type Stores, terms } from './persistence/stores.builder';
import { CreateTriggeredJobs } from './use-cases/create-triggered-jobs';
import { SettleJobs } from './use-cases/settle-jobs';

const queue = {
  ring: () => undefined,
  waiting: () => Promise.resolve(new Map<string, number>()),
  ensureQueue: () => Promise.resolve(),
};
const journal = { tell: () => undefined };
const context = () => ({
  id: randomUUID(),
  deliveries: 1,
  time: new Date().toISOString(),
  traceparent: newTraceparent(),
});

let stores: Stores;
beforeAll(async () => void (stores = await openStores()));
afterAll(() => stores.close());

/** Delivers in order, then in every other way, and expects the same outcome each time. */
async function expectSame<T>(
  events: readonly T[],
  outcomeOf: (delivery: Delivery<T>) => Promise<object>,
  expected: object,
): Promise<void> {
  expect(await outcomeOf({ how: 'in order', things: events })).toEqual(expected);
  for (const delivery of everyOrder(events, Math.random)) {
    const { how } = delivery;
    expect({ how, ...(await outcomeOf(delivery)) }).toEqual({ how, ...expected });
  }
}

describe('in every order and with repeats', () => {
  it('sites-changed of one site end in its last capabilities', async () => {
    const consumer = new SitesChangedConsumer(stores.sites);
    const life = [[], ['a'], ['a', 'b'], ['b'], ['c']].map((capability_ids, at) => ({
      version: at + 1,
      capability_ids,
    }));
    const outcomeOf = async ({ things }: Delivery<(typeof life)[number]>) => {
      const id = randomUUID();
      for (const thing of things) await consumer.hear({ items: [{ id, ...thing }] });
      const [kept] = await stores.database.query<object>(
        'select capability_ids, version from site_capabilities where site_id = $1',
        [id],
      );
      return { kept };
    };
    await expectSame(life, outcomeOf, { kept: { capability_ids: ['c'], version: 5 } });
  });

  it('triggers-fired of one object end in one job of each workflow', async () => {
    const consumer = new TriggersFiredConsumer(new CreateTriggeredJobs(stores.jobs, queue, journal));
    const firings = ['one', 'two', 'two', 'three'].map((workflow_id, at) => ({
      id: `firing-${at}`,
      trigger_id: `type-${at}--${workflow_id}`,
      object_type_id: `type-${at}`,
      workflow_id,
      fired_at: new Date().toISOString(),
    }));
    const outcomeOf = async ({ things }: Delivery<(typeof firings)[number]>) => {
      const object_id = randomUUID();
      for (const firing of things) await consumer.hear({ items: [{ ...firing, object_id }] }, context());
      const jobs = await stores.database.query<{ workflow_id: string; state: string }>(
        'select workflow_id, state from jobs where object_id = $1 order by workflow_id',
        [object_id],
      );
      return { jobs: jobs.map(({ workflow_id, state }) => `${workflow_id} ${state}`) };
    };
    await expectSame(firings, outcomeOf, { jobs: ['one queued', 'three queued', 'two queued'] });
  });

  it('operations-changed of one job, each heard late, leave it as the last attempt did', async () => {
    const settle = new SettleJobs(stores.settlements, queue, journal);
    const consumer = new OperationsChangedConsumer(settle);
    const outcomes = ['released', 'expired', 'released', 'failed'] as const;
    const outcomeOf = async ({ things }: Delivery<number>) => {
      const [jobId = ''] = await post(stores, 'tried-often');
      const ends = [];
      for (const [at, to] of outcomes.entries()) {
        const [claim] = await stores.claims.claim([jobId], terms('alpha'));
        const operationId = claim?.operationId ?? 'none';
        // Known by other ways, as after a release, so that every event of it comes late.
        if (at < outcomes.length - 1)
          await settle.execute([{ operationId, outcome: to, who: 'service:operations' }]);
        ends.push({ id: operationId, to });
      }
      for (const at of things) {
        const { id = '', to = 'released' } = ends[at] ?? {};
        const end = { id, version: 2, job_id: jobId, site_id: 'alpha', attempt: at + 1, to };
        await consumer.hear({
          items: [{ ...end, error_code: 'oops', ended_at: new Date().toISOString() }],
        });
      }
      return { job: await standingOf(jobId) };
    };
    const job = {
      state: 'failed',
      attempt: 4,
      failures: 1,
      expiries: 1,
      error_code: 'oops',
      history: 'queued claimed queued claimed queued claimed queued claimed failed',
    };
    await expectSame([0, 1, 2, 3], outcomeOf, { job });
  });
});

async function standingOf(jobId: string): Promise<object | undefined> {
  const [job] = await stores.database.query<object>(
    `select state, attempt, failures, expiries, error_code,
            (select string_agg(to_state, ' ' order by seq) from job_history where job_id = $1) as history
       from jobs where id = $1`,
    [jobId],
  );
  return job;
}

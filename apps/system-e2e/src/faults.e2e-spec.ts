import type { Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client, fastaObject } from './support/client';
import { startTestStack, type TestStack } from './support/test-stack';

const OBJECTS = 200;
const TAGGERS = 8;

let test: TestStack;
let site: Client;

beforeEach(async () => {
  // A short lease, so that what a killed worker held comes back within seconds.
  test = await startTestStack({ environment: { 'site-worker': { LEASE_MS: '3000' } } });
  site = await Client.asRuntimeSite(test.stack);
}, 120_000);

afterEach(() => test?.stop(), 60_000);

/** Registers and tags objects, several at a time, asking again whatever is not answered. */
async function tagAll(onTagged: (count: number) => void): Promise<Set<string>> {
  const ids = new Set<string>();
  let next = 0;
  const tagger = async (): Promise<void> => {
    while (next < OBJECTS) {
      next += 1;
      const object = fastaObject(test.files);
      const registered = await site.persist<{ id?: string; details?: { object_id: string } }>(
        'POST',
        '/objects',
        object,
        [201, 409],
      );
      const id = registered.body.id ?? registered.body.details?.object_id ?? '';
      await site.persist('PUT', `/objects/${id}/types`, ['sequence-reads'], [200]);
      ids.add(id);
      onTagged(ids.size);
    }
  };
  await Promise.all(Array.from({ length: TAGGERS }, tagger));
  return ids;
}

async function expectOneFinishedJobEach(ids: Set<string>): Promise<void> {
  const jobs = await eventually(
    `${OBJECTS} jobs, all succeeded`,
    async () => {
      const found = await site.jobs();
      const open = found.filter((job) => job.state !== 'succeeded');
      if (found.length < OBJECTS || open.length > 0)
        throw new Error(`${found.length} jobs, of which not succeeded: ${JSON.stringify(open.slice(0, 3))}`);
      return found;
    },
    { timeoutMs: 120_000 },
  );
  expect(jobs).toHaveLength(OBJECTS);
  expect(new Set(jobs.map((job: Job) => job.config.object_id))).toEqual(ids);
}

describe('given a kill -9 of each process in turn while 200 objects are tagged', () => {
  it('then there are exactly 200 jobs, and all are done', async () => {
    const victims = test.stack.processes.map((each) => each.plan.name);
    let killed = 0;
    const ids = await tagAll((count) => {
      if (killed >= victims.length || count < ((killed + 1) * OBJECTS) / (victims.length + 1)) return;
      const victim = test.stack.process(victims[killed] ?? '');
      killed += 1;
      if (victim.pid) process.kill(victim.pid, 'SIGKILL');
    });
    expect(killed).toBe(victims.length);
    await expectOneFinishedJobEach(ids);
    await eventually(
      'every process is back',
      () => test.reports.filter((line) => line.includes('is back')).length >= victims.length,
    );
  }, 300_000);
});

describe('given a kill -9 of the broker and the loss of its whole data folder in the middle', () => {
  it('then there are exactly 200 jobs, and all are done', async () => {
    let lost: Promise<void> | undefined;
    const ids = await tagAll((count) => {
      if (count >= OBJECTS / 2) lost ??= test.stack.servers.loseBroker();
    });
    await lost;
    await expectOneFinishedJobEach(ids);
  }, 300_000);
});

describe('given two sites and 50 claims of one job at once', () => {
  it('then one site wins, and every claim of the other is refused', async () => {
    const admin = await Client.asAdmin(test.stack);
    await admin.call('POST', '/sites', { id: 'other-site' });
    const credentials = await admin.call<{ client_id: string; client_secret: string }>(
      'POST',
      '/sites/other-site:generateCredentials',
    );
    const other = await new Client(test.stack.gatewayUrl).logIn({
      grant_type: 'client_credentials',
      ...credentials.body,
    });
    for (let round = 0; round < 5; round += 1) {
      const job = await site.call<Job>('POST', '/jobs', {
        workflow: { id: 'nobody-runs-this' },
        config: { round },
      });
      const claims = await Promise.all(
        Array.from({ length: 50 }, (_, at) =>
          (at % 2 ? site : other).call<{ id: string }>('POST', `/jobs/${job.body.id}:claim`),
        ),
      );
      const won = claims.filter(({ status }) => status === 200);
      expect(won).toHaveLength(25);
      expect(new Set(won.map(({ body }) => body.id)).size).toBe(1);
      expect(claims.filter(({ status }) => status === 409)).toHaveLength(25);
      const after = await site.call<Job>('GET', `/jobs/${job.body.id}`);
      expect(after.body.claims).toHaveLength(1);
      expect(after.body.state).toBe('claimed');
    }
  }, 120_000);
});

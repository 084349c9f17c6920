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

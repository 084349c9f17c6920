import type { Job, JobExplanation, Operation } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { defineWorkflow, type RunningSite, runSite } from '@callboard/site-kit';
import { eventually } from '@callboard/testing';
import { Client } from './support/client';
import { healthy } from './support/healthy';
import { runtimeSite } from './support/site-doors';
import { startTestStack, type TestStack } from './support/test-stack';

/** Within what a cancel reaches a worker over NATS. */
const TOLD_WITHIN_MS = 2000;
const WORKFLOW = 'waits-until-told';

let test: TestStack;
let site: Client;
let admin: Client;
let worker: RunningSite;
/** When each job began, and when it was told to stop, by its id. */
const begun = new Map<string, string>();
const told = new Map<string, number>();

beforeAll(async () => {
  test = await startTestStack();
  [site, admin] = [await Client.asRuntimeSite(test.stack), await Client.asAdmin(test.stack)];
  worker = await runSite({
    workflows: [
      defineWorkflow({
        id: WORKFLOW,
        concurrency: 4,
        run: ({ job, operationId, signal }) => {
          begun.set(job.id, operationId);
          return new Promise((_, stop) => {
            signal.addEventListener('abort', () => {
              told.set(job.id, performance.now());
              stop(new Error('told to stop'));
            });
          });
        },
      }),
    ],
    settings: runtimeSite(test.stack),
    log: silentLog,
  });
}, 120_000);

afterAll(async () => {
  await worker?.drain();
  await test?.stop();
}, 60_000);

async function running(): Promise<{ jobId: string; operationId: string }> {
  const posted = await site.call<Job>('POST', '/jobs', { workflow: { id: WORKFLOW }, config: {} });
  const jobId = posted.body.id;
  const operationId = await eventually('the job runs', () => {
    const id = begun.get(jobId);
    if (id === undefined) throw new Error('not yet');
    return id;
  });
  return { jobId, operationId };
}

describe('a job that runs at a site', () => {
  it('stops within two seconds when it is cancelled, and nothing is written under it any more', async () => {
    const { jobId, operationId } = await running();
    const asked = performance.now();
    const cancelled = await admin.call<Job>('POST', `/jobs/${jobId}:cancel`, { reason: 'wrong reads' });
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    await eventually('the worker is told', () => told.has(jobId));
    expect((told.get(jobId) ?? 0) - asked).toBeLessThan(TOLD_WITHIN_MS);
    const late = await site.call('PATCH', `/operations/${operationId}`, { done: true, result: { reads: 1 } });
    expect(late).toMatchObject({ status: 409, body: { code: 'operation-cancelled' } });
    const operation = await site.call<Operation>('GET', `/operations/${operationId}`);
    expect(operation.body).toMatchObject({ done: true, outcome: 'cancelled' });
  });

  it('is tried again when somebody asks, as a new attempt, with all of it in its history', async () => {
    const { jobId, operationId } = await running();
    expect((await site.call('POST', `/jobs/${jobId}:cancel`)).status).toBe(200);
    await eventually('the worker is told', () => told.has(jobId));
    begun.delete(jobId);
    expect((await site.call('POST', `/jobs/${jobId}:retry`)).status).toBe(200);
    await eventually('it runs again', () => begun.has(jobId));
    expect(begun.get(jobId)).not.toBe(operationId);
    const { body } = await site.call<{ resources: { from: string | null; to: string }[] }>(
      'GET',
      `/jobs/${jobId}/history`,
    );
    expect(body.resources.map(({ from, to }) => `${from ?? ''}>${to}`)).toEqual([
      '>queued',
      'queued>claimed',
      'claimed>cancelled',
      'cancelled>queued',
      'queued>claimed',
    ]);
  });

  it('is explained to whoever asks', async () => {
    const { jobId } = await running();
    const { body } = await new Client(test.stack.gatewayUrl).call<JobExplanation>(
      'GET',
      `/jobs/${jobId}:explain`,
    );
    expect(body).toMatchObject({
      job_state: 'claimed',
      reasons: [{ code: 'claimed', site_id: 'nmdc-runtime' }],
    });
    const unwanted = await site.call<Job>('POST', '/jobs', {
      workflow: { id: 'nobody-runs-this' },
      config: {},
    });
    const explained = await site.call<JobExplanation>('GET', `/jobs/${unwanted.body.id}:explain`);
    expect(explained.body.claimable).toBe(true);
  });
});

describe('cancel against the end of the same operation', () => {
  it('has exactly one winner, whom everybody names', async () => {
    for (let round = 0; round < 30; round += 1) {
      const posted = await site.call<Job>('POST', '/jobs', { workflow: { id: 'raced' }, config: { round } });
      const path = `/jobs/${posted.body.id}`;
      const claimed = await site.call<Operation>('POST', `${path}:claim`);
      const [settled, cancelled] = await Promise.all([
        site.call('PATCH', `/operations/${claimed.body.id}`, { done: true, result: {} }),
        admin.call('POST', `${path}:cancel`),
      ]);
      const job = await eventually('the job has ended', async () => {
        const { body } = await site.call<Job>('GET', path);
        if (body.state === 'claimed') throw new Error('still claimed');
        return body;
      });
      const winner = job.state === 'succeeded' ? settled : cancelled;
      const loser = job.state === 'succeeded' ? cancelled : settled;
      expect(['succeeded', 'cancelled']).toContain(job.state);
      expect([winner.status, loser.status]).toEqual([200, 409]);
    }
  });

  it('leaves everything as it always is', async () => {
    await healthy(test.stack);
  }, 90_000);
});

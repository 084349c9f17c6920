import { randomUUID } from 'node:crypto';
import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectObject,
  expectRule,
  expectSame,
  expectShape,
  expectStatus,
  expectThat,
  expectMissing,
} from '../expectations';
import { claimedOperation, job, jobOperation } from '../shapes/jobs';
import type { Stage } from '../stage';
import { workflowName } from './scheduler';

/** Step 1: whether the watcher would take the job, by its filter, letter by letter. */
async function isOpen(stage: Stage): Promise<boolean> {
  const filter = {
    $and: [
      { 'workflow.id': { $in: ['Another: v0', workflowName(stage)] } },
      { $or: [{ claims: { $size: 0 } }, { claims: { $not: { $elemMatch: { cancelled: { $ne: true } } } } }] },
    ],
  };
  const found = await stage.site.all('/jobs', { max_page_size: 100, filter: JSON.stringify(filter) });
  return found.some(({ id }) => id === stage.take('postedJob'));
}

/** Step 6 of the scheduler: an operation that is not done counts as running. */
async function isRunning(stage: Stage): Promise<boolean> {
  const reply = await stage.anyone.get(`/operations/${stage.take('claimed')}`);
  return expectShape(reply, 200, jobOperation, 'FULL').done === false;
}

async function claim(stage: Stage): Promise<string> {
  const reply = await stage.site.post(`/jobs/${stage.take('postedJob')}:claim`);
  const { id } = expectShape(reply, 200, claimedOperation, 'FULL');
  stage.put('claimed', String(id));
  return String(id);
}

/** What the watcher and its tools send (contract 8.3). */
export const watcherChecks: Check[] = [
  {
    name: 'step 1: a posted job is open to the filter of the watcher, as a whole record',
    section: '8.3',
    lines: [4, 5],
    needs: ['site'],
    async run(stage) {
      expectThat('GET /jobs', 'the posted job', await isOpen(stage), []);
    },
  },
  {
    name: 'step 2: a claim gives an operation, and the same claim again a usable one',
    section: '8.3',
    lines: [2],
    needs: ['site'],
    async run(stage) {
      const first = await claim(stage);
      stage.claims(stage.take('postedJob'));
      const path = `/jobs/${stage.take('postedJob').replaceAll(':', '%3A')}:claim`;
      const again = await stage.site.post(path, '', { 'content-type': 'application/json' });
      expectShape(again, 200, claimedOperation, 'FULL');
      expectThat('GET /jobs', 'no claimed job in what is open', !(await isOpen(stage)), first);
      expectThat(
        'GET /operations/{id}',
        'done: false, which counts as running',
        await isRunning(stage),
        first,
      );
    },
  },
  {
    name: 'a refused claim lets the watcher live: an id at the top, or a JSON text',
    section: '8.3',
    lines: [2],
    needs: ['site'],
    async run(stage) {
      // It has ended; the reference gives another operation all the same (contract 3.3).
      const reply = await stage.site.post(`/jobs/${stage.take('triggeredJob')}:claim`);
      if (reply.status === 409) expectRule(reply, reply.json, 'text', '');
      else expectShape(reply, 200, claimedOperation, 'FULL');
    },
  },
  {
    name: 'POST :release: the job FULL, its claim done and cancelled; unknown ones are 404',
    section: '8.3',
    lines: [5, 6],
    needs: ['site'],
    async run(stage) {
      const [id, op_id] = [stage.take('postedJob'), stage.take('claimed')];
      const reply = await stage.site.post(`/jobs/${id}:release`);
      const { claims } = expectShape(reply, 200, job, 'FULL');
      const mine = (claims as Json[]).filter((one) => one.op_id === op_id);
      const { siteId: site_id } = stage.siteLogin;
      expectSame(
        reply.call,
        mine,
        [{ op_id, site_id, done: true, cancelled: true }],
        'claims of the operation',
      );
      expectMissing(await stage.site.post('/jobs/nmdc:sys0nosuchjob00:release'));
      expectThat('GET /jobs', 'the released job among the open ones', await isOpen(stage), id);
      expectThat('GET /operations/{id}', 'done: true after a release', !(await isRunning(stage)), op_id);
    },
  },
  {
    name: 'POST :release again, and of a list: the same, each once, unknown ids passed over',
    section: '2.5',
    needs: ['site'],
    async run(stage) {
      const id = stage.take('postedJob');
      expectShape(await stage.site.post(`/jobs/${id}:release`), 200, job, 'FULL');
      const reply = await stage.site.post('/jobs/release', { job_ids: [id, id, 'nmdc:sys0nosuchjob00'] });
      expectStatus(reply, 200);
      const released = reply.json as Json[];
      expectSame(
        reply.call,
        released.map((one) => one.id),
        [id],
        'ids',
      );
      expectStatus(await stage.site.post('/jobs/release', [id]), 422);
    },
  },
  {
    name: 'a claim after a release is another operation',
    section: '8.3',
    lines: [2],
    needs: ['site'],
    async run(stage) {
      const before = stage.take('claimed');
      const after = await claim(stage);
      expectThat('POST :claim', `another id than ${before}`, after !== before, after);
    },
  },
  {
    name: 'step 5: GET of the operation, PATCH done with runner metadata of 2 MB; the job is not open',
    section: '8.3',
    lines: [3, 9, 10],
    needs: ['site'],
    async run(stage) {
      const path = `/operations/${stage.take('claimed')}`;
      const before = expectShape(await stage.anyone.get(path), 200, jobOperation, 'FULL').metadata as Json;
      const extra = {
        cromwell_id: randomUUID(),
        calls: [{ exit: 0, memory_mb: 719.0, note: null }],
        log: 'x'.repeat(2e6),
      };
      const reply = await stage.site.send('PATCH', path, {
        body: { done: true, metadata: { ...before, extra } },
      });
      const ended = expectShape(reply, 200, jobOperation, 'FULL');
      expectSame(reply.call, ended.id, stage.take('claimed'), 'id');
      const read = expectObject(await stage.anyone.get(path), 200);
      expectSame(
        `GET ${path}`,
        [read.done, (read.metadata as Json).extra],
        [true, extra],
        'done, metadata.extra',
      );
      expectThat('GET /jobs', 'no finished job in what is open', !(await isOpen(stage)), path);
      expectThat('GET /operations/{id}', 'done: true', !(await isRunning(stage)), path);
    },
  },
];

import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectList,
  expectObject,
  expectSame,
  expectShape,
  expectStatus,
  expectThat,
  expectMissing,
} from '../expectations';
import { patiently } from '../patience';
import { claimedOperation, job, jobOperation } from '../shapes/jobs';
import { drsObjectWithTypes } from '../shapes/objects';

/** The reference looks for objects every 30 s (contract 3.2). */
const TRIGGER_WITHIN_MS = 90_000;
/** A claim without a word about leases holds for 30 days; the clocks may differ by an hour. */
const LEASE_DAYS = 30;
const DAY_MS = 86_400_000;

const jobsOf = (object: string): string => JSON.stringify({ 'config.object_id': object });

/** The documented walk: object, tag, job by trigger, claim, reports, done (contract 3). */
export const walkthroughChecks: Check[] = [
  {
    name: 'PUT types: the object FULL, with its types',
    section: '2.4',
    needs: ['site'],
    async run(stage) {
      const object = stage.take('object');
      const reply = await stage.site.send('PUT', `/objects/${object}/types`, { body: ['test'] });
      expectSame(reply.call, expectShape(reply, 200, drsObjectWithTypes, 'FULL').types, ['test'], 'types');
      const types = await stage.anyone.get(`/objects/${object}/types`);
      expectSame(
        types.call,
        (expectList(types) as Json[]).map(({ id }) => id),
        ['test'],
        'ids',
      );
    },
  },
  {
    name: 'the trigger test--test makes a job of the object, and one only',
    section: '3.2',
    needs: ['site'],
    async run(stage) {
      const object = stage.take('object');
      const found = await patiently('GET /jobs', `a job of object ${object}`, TRIGGER_WITHIN_MS, async () => {
        const jobs = await stage.anyone.all('/jobs', { filter: jobsOf(object) });
        return jobs.length > 0 ? jobs : undefined;
      });
      expectSame(
        'GET /jobs',
        found.map(({ workflow }) => (workflow as Json).id),
        ['test'],
        'workflow.id of all',
      );
      const id = String(found[0]?.id);
      const reply = await stage.anyone.get(`/jobs/${id}`);
      const { config, claims } = expectShape(reply, 200, job, 'SET');
      expectSame(reply.call, config, { object_id: object }, 'config');
      expectThat(
        reply.call,
        'no claims, or an empty list',
        claims === undefined || (claims as []).length === 0,
        claims,
      );
      stage.leaves(`job ${id}, done`);
      stage.put('triggeredJob', id);
    },
  },
  {
    name: 'POST :claim with no body: 200, an operation with its id at the top, held for 30 days',
    section: '2.5',
    lines: [2, 7, 8, 9],
    needs: ['site'],
    async run(stage) {
      const id = stage.take('triggeredJob');
      const reply = await stage.site.post(`/jobs/${id}:claim`);
      const operation = expectShape(reply, 200, claimedOperation, 'FULL');
      stage.claims(id);
      const { site_id, job: claimed } = operation.metadata as { site_id: string; job: Json };
      expectSame(
        reply.call,
        [site_id, claimed.id],
        [stage.siteLogin.siteId, id],
        'metadata.site_id, metadata.job.id',
      );
      const days = (Date.parse(String(operation.expire_time)) - Date.now()) / DAY_MS;
      expectThat(
        reply.call,
        'expire_time in 30 days',
        Math.abs(days - LEASE_DAYS) < 1,
        operation.expire_time,
      );
      stage.put('operation', String(operation.id));
    },
  },
  {
    name: 'the job shows its claim, without flags while the operation is open',
    section: '2.5',
    lines: [5],
    needs: ['site'],
    async run(stage) {
      const reply = await stage.anyone.get(`/jobs/${stage.take('triggeredJob')}`);
      const { claims } = expectShape(reply, 200, job, 'SET');
      const claim = { op_id: stage.take('operation'), site_id: stage.siteLogin.siteId };
      expectSame(reply.call, claims, [claim], 'claims');
    },
  },
  {
    name: 'GET /operations/{id}: FULL, also of what is unset in its metadata',
    section: '2.6',
    needs: ['site'],
    async run(stage) {
      const reply = await stage.anyone.get(`/operations/${stage.take('operation')}`);
      expectShape(reply, 200, jobOperation, 'FULL');
    },
  },
  {
    name: 'PATCH of the operation: any metadata is taken and given; site_id, job, model stay',
    section: '3.5',
    lines: [3, 10],
    needs: ['site'],
    async run(stage) {
      const path = `/operations/${stage.take('operation')}`;
      const before = expectObject(await stage.anyone.get(path), 200).metadata as Json;
      const extra = { runner: { exit: 0, memory_mb: 719.5, note: null, deep: [[1, 2], []] } };
      const metadata = { ...before, extra, site_id: 'somebody-else', model: 'mine', job: { id: 'another' } };
      const reply = await stage.site.send('PATCH', path, { body: { done: false, metadata } });
      const kept = expectShape(reply, 200, jobOperation, 'FULL').metadata as Json;
      expectSame(reply.call, kept.extra, extra, 'metadata.extra');
      for (const key of ['site_id', 'model'])
        expectSame(reply.call, kept[key], before[key], `metadata.${key}`);
      expectSame(reply.call, (kept.job as Json).id, stage.take('triggeredJob'), 'metadata.job.id');
    },
  },
  {
    name: 'PATCH done: true with a result: given back, and read so by everybody',
    section: '3.5',
    lines: [3, 10],
    needs: ['site'],
    async run(stage) {
      const path = `/operations/${stage.take('operation')}`;
      const result = { reads: 48502, ratio: 0.25, files: [], note: null };
      const reply = await stage.site.send('PATCH', path, { body: { done: 'true', result } });
      const ended = expectShape(reply, 200, jobOperation, 'FULL');
      expectSame(reply.call, [ended.done, ended.result], [true, result], 'done, result');
      const read = await stage.anyone.get(path);
      const later = expectShape(read, 200, jobOperation, 'FULL');
      expectSame(read.call, [later.done, later.result], [true, result], 'done, result');
    },
  },
  {
    name: 'PATCH of an operation: 404 for an unknown one, 401 without a token, 422 for no object',
    section: '2.6',
    needs: ['site'],
    async run(stage) {
      const body = { done: false };
      expectMissing(await stage.site.send('PATCH', '/operations/nmdc:sys0nosuchop00', { body }));
      const path = `/operations/${stage.take('operation')}`;
      expectStatus(await stage.anyone.send('PATCH', path, { body }), 401);
      expectStatus(await stage.site.send('PATCH', path, { body: [] }), 422);
    },
  },
  {
    name: 'a tag that is taken away and put back makes no second job',
    section: '3.2',
    needs: ['site'],
    async run(stage) {
      const [object, id] = [stage.take('object'), stage.take('triggeredJob')];
      for (const body of [[], ['test']])
        expectStatus(await stage.site.send('PUT', `/objects/${object}/types`, { body }), 200);
      const jobs = await stage.anyone.all('/jobs', { filter: jobsOf(object) });
      expectSame(
        'GET /jobs',
        jobs.map((one) => one.id),
        [id],
        'ids',
      );
    },
  },
];

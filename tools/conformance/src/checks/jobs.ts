import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectFault,
  expectObject,
  expectPage,
  expectRefusal,
  expectShape,
  expectStatus,
  expectThat,
  expectMissing,
} from '../expectations';
import { job, operation } from '../shapes/jobs';

/** Jobs and operations as everybody reads them, and what is refused (contract 2.5, 2.6). */
export const jobChecks: Check[] = [
  {
    name: 'GET /jobs: open to everybody, SET, no token key on the last page',
    section: '2.5',
    lines: [4],
    async run(stage) {
      const filter = JSON.stringify({ id: stage.take('postedJob') });
      expectPage(await stage.anyone.get('/jobs', { filter }), job, 'SET', 'absent');
    },
  },
  {
    name: 'GET /jobs of a site without a filter hides what it has claimed; with an empty one not',
    section: '2.5',
    needs: ['site'],
    async run(stage) {
      const { siteId } = stage.siteLogin;
      const reply = await stage.site.get('/jobs', { max_page_size: 100 });
      const { resources } = expectObject(reply, 200);
      const mine = (resources as Json[]).filter(({ claims }) =>
        ((claims ?? []) as Json[]).some((claim) => claim.site_id === siteId && claim.cancelled !== true),
      );
      expectThat(reply.call, `no job that ${siteId} has claimed`, mine.length === 0, mine[0]);
      for (const filter of ['', '{}'])
        expectStatus(await stage.site.get('/jobs', { filter, max_page_size: 1 }), 200);
    },
  },
  {
    name: 'GET /jobs/{id}: the same by raw colons and by %3A',
    section: '0',
    lines: [9],
    async run(stage) {
      const id = stage.take('postedJob');
      for (const path of [id, encodeURIComponent(id)])
        expectShape(await stage.anyone.get(`/jobs/${path}`), 200, job, 'SET');
    },
  },
  {
    name: 'POST /jobs: 422 names the place of a fault; a form is none of JSON; no type is as JSON',
    section: '0',
    needs: ['site'],
    async run(stage) {
      expectFault(await stage.site.post('/jobs', { config: {} }), ['body', 'workflow']);
      expectFault(await stage.site.post('/jobs', { workflow: { id: 'test' } }), ['body', 'config']);
      const body = { workflow: { id: `Nothing ${stage.mark}` }, config: 'text' };
      expectStatus(
        await stage.site.post('/jobs', body, { 'content-type': 'application/x-www-form-urlencoded' }),
        422,
      );
      expectFault(await stage.site.post('/jobs', body, { 'content-type': '' }), ['body', 'config']);
    },
  },
  {
    name: 'claims and releases of an unknown job are 404; a claim without a token is 401',
    section: '2.5',
    needs: ['site'],
    async run({ site, anyone }) {
      for (const verb of ['claim', 'release'])
        expectMissing(await site.post(`/jobs/nmdc:sys0nosuchjob00:${verb}`));
      expectRefusal(await anyone.post('/jobs/nmdc:sys0nosuchjob00:claim'), 401);
    },
  },
  {
    name: 'GET /operations: FULL, null after the last page',
    section: '2.6',
    lines: [4],
    async run(stage) {
      const filter = JSON.stringify({ id: stage.take('operation') });
      expectPage(await stage.anyone.get('/operations', { filter }), operation, 'FULL', 'null');
    },
  },
  {
    name: 'GET /operations of a model, and those done before a time in Extended JSON',
    section: '3.6',
    lines: [4],
    async run({ anyone }) {
      const filter = { done: { $ne: true }, expire_time: { $lt: { $date: '2020-01-01T00:00:00Z' } } };
      expectPage(
        await anyone.get('/operations', { filter: JSON.stringify(filter) }),
        operation,
        'FULL',
        'null',
      );
    },
  },
];

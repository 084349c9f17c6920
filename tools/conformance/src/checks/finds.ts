import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectObject,
  expectRule,
  expectSame,
  expectShape,
  expectStatus,
  expectMissing,
} from '../expectations';
import { cursorReply, findResponse } from '../shapes/finds';

/** Finds, linked documents and queries, as the tools of the worker and the user client ask (contract 2.8, 8.3, 8.4). */
export const findChecks: Check[] = [
  {
    name: 'GET /planned_processes by id, and by was_informed_by and type, 100 to a page',
    section: '8.3',
    async run({ anyone }) {
      for (const filter of [
        'id:nmdc:wfrqc-11-none',
        'was_informed_by:nmdc:omprc-11-none,type:nmdc:ReadQcAnalysis',
      ]) {
        const reply = await anyone.get('/planned_processes', { filter, per_page: 100 });
        const { results, meta } = expectShape(reply, 200, findResponse, 'FULL');
        expectSame(reply.call, [results, (meta as Json).per_page], [[], 100], 'results, meta.per_page');
      }
    },
  },
  {
    name: 'GET /data_objects/{id}: 404 of an unknown one',
    section: '2.8',
    async run({ anyone }) {
      for (const kind of ['data_objects', 'studies', 'biosamples', 'planned_processes'])
        expectMissing(await anyone.get(`/${kind}/nmdc:none-11-none`));
    },
  },
  {
    name: 'GET /studies, /biosamples, /data_objects: FindResponse; 400 of a bad filter, too far a page',
    section: '2.8',
    async run({ anyone }) {
      for (const kind of ['studies', 'biosamples', 'data_objects']) {
        expectShape(await anyone.get(`/${kind}`, { per_page: 1 }), 200, findResponse, 'FULL');
        expectStatus(await anyone.get(`/${kind}`, { filter: 'nonsense' }), 400);
        expectStatus(await anyone.get(`/${kind}`, { per_page: 2000, page: 100 }), 400);
      }
    },
  },
  {
    name: 'GET /nmdcschema/linked_instances: 404 of an unknown id',
    section: '8.4',
    async run({ anyone }) {
      expectMissing(await anyone.get('/nmdcschema/linked_instances', { ids: 'nmdc:sty-11-none' }));
    },
  },
  {
    name: 'POST /queries:run, find, as the user client asks: cursor.batch',
    section: '8.4',
    needs: ['site'],
    async run({ site }) {
      const reply = await site.post('/queries:run', {
        find: 'study_set',
        filter: { id: 'nmdc:sty-11-none' },
      });
      const { cursor } = expectShape(reply, 200, cursorReply, 'FULL');
      expectSame(reply.call, (cursor as Json).batch, [], 'cursor.batch');
    },
  },
  {
    name: 'POST /queries:run: 401 without a token, 422 of no command; aggregate 200, or 403 by right',
    section: '2.8',
    needs: ['site'],
    async run({ site, anyone }) {
      const find = { find: 'study_set', filter: {} };
      expectStatus(await anyone.post('/queries:run', find), 401);
      expectStatus(await site.post('/queries:run', { nonsense: 'study_set' }), 422);
      const pipeline = [
        { $match: { in_manifest: 'nmdc:manif-11-none' } },
        { $group: { _id: '$id', id: { $first: '$id' } } },
      ];
      const reply = await site.post('/queries:run', { aggregate: 'data_object_set', pipeline, cursor: {} });
      if (reply.status !== 403) expectShape(reply, 200, cursorReply, 'FULL');
    },
  },
  {
    name: 'POST /queries:run does not read users or secrets of sites',
    section: '2.8',
    needs: ['site'],
    async run({ site }) {
      for (const find of ['users', 'sites']) {
        const reply = await site.post('/queries:run', { find, filter: {} });
        expectStatus(reply, 400, 403, 422);
        expectRule(reply, expectObject(reply, 400, 403, 422).detail, 'any', 'detail');
      }
    },
  },
];

import type { Check } from '../check';
import type { Json } from '../caller';
import { expectSame, expectShape, expectStatus, expectMissing } from '../expectations';
import { findResponse } from '../shapes/finds';

/** Finds and linked documents, as the tools of the worker and the user client ask (contract 2.8, 8.3, 8.4). */
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
];

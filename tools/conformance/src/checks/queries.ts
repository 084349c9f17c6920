import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectObject,
  expectRule,
  expectSame,
  expectShape,
  expectStatus,
  skipWithout,
} from '../expectations';
import { cursorReply } from '../shapes/finds';

/** Most batches that are asked for: a cursor without an end differs as well. */
const FIRST_FEW = 5;

const idsOf = (items: unknown): unknown[] => (items as Json[]).map(({ id }) => id);

/** Queries, as the scheduler, the tools of the worker and the user client send them (contract 2.8, 8.2 to 8.4). */
export const queryChecks: Check[] = [
  {
    name: 'POST /queries:run, find with a batch of one, and getMore while cursor.id',
    section: '8.2',
    async run(stage) {
      const { raw, reads } = stage.take('results').ids;
      const find = { find: 'data_object_set', filter: { id: { $in: [raw, reads] } }, batchSize: 1 };
      let reply = await stage.privileged.post('/queries:run', find);
      const found: unknown[] = [];
      for (let n = 0; n < FIRST_FEW; n += 1) {
        const { batch, id } = expectShape(reply, 200, cursorReply, 'FULL').cursor as Json;
        found.push(...idsOf(batch));
        if (!id) break;
        reply = await stage.privileged.post('/queries:run', {
          getMore: id,
          collection: 'data_object_set',
          batchSize: 1,
        });
      }
      expectSame(reply.call, found.sort(), [raw, reads].sort(), 'ids of all batches');
    },
  },
  {
    name: 'step 3: POST /queries:run, aggregate by $match, $lookup, $unwind, $group, $replaceWith',
    section: '8.2',
    async run(stage) {
      const { ids } = stage.take('results');
      const lookup = {
        from: 'workflow_execution_set',
        localField: 'id',
        foreignField: 'has_output',
        as: 'made_by',
      };
      const pipeline = [
        { $match: { id: { $in: [ids.raw, ids.reads] } } },
        { $lookup: lookup },
        { $unwind: '$made_by' },
        { $group: { _id: '$made_by.id', first: { $first: '$made_by' } } },
        { $replaceWith: '$first' },
      ];
      const reply = await stage.privileged.post('/queries:run', {
        aggregate: 'data_object_set',
        pipeline,
        cursor: { batchSize: 25 },
      });
      skipWithout(reply, '/queries:run(query_cmd:AggregateCommand)');
      const { batch } = expectShape(reply, 200, cursorReply, 'FULL').cursor as Json;
      expectSame(reply.call, idsOf(batch), [ids.execution], 'ids of cursor.batch');
    },
  },
  {
    name: 'tools: POST /queries:run, update with $set: n and nModified; 418 when nothing matches',
    section: '8.3',
    async run(stage) {
      const { study } = stage.take('documents').ids;
      const update = (id: string, name: string): Json => ({
        update: 'study_set',
        updates: [{ q: { id }, u: { $set: { name } } }],
      });
      const name = `A study renamed by ${stage.mark}`;
      const reply = await stage.privileged.post('/queries:run', update(study, name));
      skipWithout(reply, '/queries:run(query_cmd:DeleteCommand)');
      const { ok, n, nModified } = expectObject(reply, 200);
      expectSame(reply.call, { ok, n, nModified }, { ok: 1, n: 1, nModified: 1 });
      const read = await stage.anyone.get(`/nmdcschema/study_set/${study}`);
      expectSame(read.call, expectObject(read, 200).name, name, 'name');
      expectStatus(await stage.privileged.post('/queries:run', update('nmdc:sty-00-none', name)), 418);
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

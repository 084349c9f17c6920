import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectMissing,
  expectObject,
  expectRule,
  expectSame,
  expectShape,
  expectStatus,
  expectThat,
  skipWithout,
} from '../expectations';
import { cursorReply, findResponse } from '../shapes/finds';
import type { Stage } from '../stage';

const PATH = '/workflows/workflow_executions';
const FIRST_FEW = 5;

const idsOf = (items: unknown): unknown[] => (items as Json[]).map(({ id }) => id);

async function listed(stage: Stage, set: string, filter: Json): Promise<unknown[]> {
  return idsOf(
    await stage.anyone.all(`/nmdcschema/${set}`, { filter: JSON.stringify(filter), max_page_size: 100 }),
  );
}

/** The results of a worker, from their coming to the reads of its tools (contract 8.2, 8.3). */
export const resultChecks: Check[] = [
  {
    name: 'step 4: POST workflow_executions, an execution and its output: 200, Inserted 2 documents',
    section: '8.3',
    async run(stage) {
      const documents = stage.take('documents');
      const reply = await stage.privileged.post(PATH, documents.results);
      skipWithout(reply, '/metadata/json:submit');
      expectSame(reply.call, expectObject(reply, 200), { message: 'Inserted 2 documents' });
      const { execution, reads } = documents.ids;
      stage.leaves(`documents ${execution} and ${reads}`, async () => {
        const removed = await stage.privileged.send('DELETE', `${PATH}/${execution}`);
        // 404 when a check has removed them already.
        return removed.status === 200 || removed.status === 404;
      });
      stage.put('results', documents);
    },
  },
  {
    name: 'the same again, as the worker repeats what was not answered: nothing twice',
    section: '8.1',
    async run(stage) {
      const { ids, results } = stage.take('results');
      // A duplicate is a fault of the reference (D34).
      expectStatus(await stage.privileged.post(PATH, results), 200, 409, 500);
      const found = await listed(stage, 'workflow_execution_set', { id: ids.execution });
      expectSame(`GET ${PATH}`, found, [ids.execution], 'ids');
    },
  },
  {
    name: 'steps 1, 2, 4, 7: what has come is found by the filters of the scheduler',
    section: '8.2',
    lines: [4],
    async run(stage) {
      const { ids } = stage.take('results');
      const filters: [set: string, filter: Json, id: string][] = [
        [
          'data_object_set',
          { data_object_type: { $in: ['Filtered Sequencing Reads'] }, id: { $in: [ids.reads] } },
          ids.reads,
        ],
        [
          'data_generation_set',
          { analyte_category: 'metagenome', id: { $in: [ids.generation] } },
          ids.generation,
        ],
        ['workflow_execution_set', { was_informed_by: { $in: [ids.generation] } }, ids.execution],
        ['workflow_execution_set', { git_url: `https://git.example.org/${stage.mark}` }, ids.execution],
        [
          'workflow_execution_set',
          { was_informed_by: [ids.generation], type: 'nmdc:ReadQcAnalysis' },
          ids.execution,
        ],
        ['workflow_execution_set', { has_output: ids.reads }, ids.execution],
      ];
      for (const [set, filter, id] of filters)
        expectSame(
          `GET /nmdcschema/${set} ${JSON.stringify(filter)}`,
          await listed(stage, set, filter),
          [id],
          'ids',
        );
    },
  },
  {
    name: 'GET /planned_processes by id, and by was_informed_by and type: FindResponse with results',
    section: '8.3',
    async run(stage) {
      const { ids } = stage.take('results');
      for (const filter of [
        `id:${ids.execution}`,
        `was_informed_by:${ids.generation},type:nmdc:ReadQcAnalysis`,
      ]) {
        const reply = await stage.anyone.get('/planned_processes', { filter, per_page: 100 });
        const { results } = expectShape(reply, 200, findResponse, 'FULL');
        expectSame(reply.call, idsOf(results), [ids.execution], 'ids of results');
      }
    },
  },
  {
    name: 'GET /data_objects/{id}: as stored, with data_object_type',
    section: '8.3',
    async run(stage) {
      const { ids } = stage.take('results');
      const reply = await stage.anyone.get(`/data_objects/${ids.reads}`);
      const { id, data_object_type, _id } = expectObject(reply, 200);
      expectSame(
        reply.call,
        { id, data_object_type, _id },
        { id: ids.reads, data_object_type: 'Filtered Sequencing Reads', _id: undefined },
      );
    },
  },
  {
    name: 'GET /nmdcschema/linked_instances of the execution tells its study',
    section: '8.4',
    async run(stage) {
      const { ids } = stage.take('results');
      const reply = await stage.anyone.get('/nmdcschema/linked_instances', {
        ids: ids.execution,
        types: 'nmdc:Study',
      });
      expectSame(reply.call, idsOf(expectObject(reply, 200).resources), [ids.study], 'ids');
    },
  },
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
    name: 'DELETE of the execution: 200; it and its output are gone, what it was made from is not',
    section: '2.8',
    async run(stage) {
      const { ids } = stage.take('results');
      const reply = await stage.privileged.send('DELETE', `${PATH}/${ids.execution}`);
      skipWithout(reply, '/queries:run(query_cmd:DeleteCommand)');
      const told = JSON.stringify(expectObject(reply, 200));
      expectThat(
        reply.call,
        'the ids that were removed',
        told.includes(ids.execution) && told.includes(ids.reads),
        told,
      );
      for (const id of [ids.execution, ids.reads])
        expectMissing(await stage.anyone.get(`/nmdcschema/ids/${id}`));
      const raw = await stage.anyone.get(`/nmdcschema/ids/${ids.raw}`);
      expectRule(raw, expectObject(raw, 200).id, [ids.raw], 'id');
    },
  },
];

import type { Check } from '../check';
import type { Json } from '../caller';
import { expectObject, expectSame, expectShape, expectStatus, skipWithout } from '../expectations';
import { findResponse } from '../shapes/finds';
import type { Stage } from '../stage';

const PATH = '/workflows/workflow_executions';

const idsOf = (items: unknown): unknown[] => (items as Json[]).map(({ id }) => id);

async function listed(stage: Stage, set: string, filter: Json): Promise<unknown[]> {
  return idsOf(
    await stage.anyone.all(`/nmdcschema/${set}`, { filter: JSON.stringify(filter), max_page_size: 100 }),
  );
}

async function expectProcess(stage: Stage, filter: string, id: string): Promise<void> {
  const reply = await stage.anyone.get('/planned_processes', { filter, per_page: 100 });
  const { results } = expectShape(reply, 200, findResponse, 'FULL');
  expectSame(reply.call, idsOf(results), [id], 'ids of results');
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
    name: 'GET /planned_processes by was_informed_by and type: the execution',
    section: '8.3',
    async run(stage) {
      const { ids } = stage.take('results');
      const filter = `was_informed_by:${ids.generation},type:nmdc:ReadQcAnalysis`;
      await expectProcess(stage, filter, ids.execution);
    },
  },
  {
    name: 'GET /planned_processes by id: a data generation is one as well',
    section: '8.3',
    async run(stage) {
      const { ids } = stage.take('documents');
      await expectProcess(stage, `id:${ids.generation}`, ids.generation);
    },
  },
  {
    name: 'GET /data_objects/{id}: as stored, with data_object_type',
    section: '8.3',
    async run(stage) {
      const { raw } = stage.take('documents').ids;
      const reply = await stage.anyone.get(`/data_objects/${raw}`);
      const shape = {
        name: 'data object',
        must: { id: [raw], data_object_type: ['Metagenome Raw Reads'] },
      };
      expectShape(reply, 200, shape, 'RAW');
    },
  },
  {
    name: 'GET /nmdcschema/linked_instances of raw reads: their study, over what lies between',
    section: '8.4',
    async run(stage) {
      const { ids } = stage.take('documents');
      const query = { ids: ids.raw, types: 'nmdc:Study' };
      const reply = await stage.anyone.get('/nmdcschema/linked_instances', query);
      expectSame(reply.call, idsOf(expectObject(reply, 200).resources), [ids.study], 'ids');
    },
  },
];

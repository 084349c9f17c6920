import type { Check } from '../check';
import {
  expectObject,
  expectRefusal,
  expectSame,
  expectShape,
  expectRule,
  expectStatus,
  expectThat,
  skipWithout,
  expectMissing,
} from '../expectations';
import { runSummary } from '../shapes/runs';

const PATH = '/workflows/workflow_executions';

/** Results of the worker, and runs that are asked for (contract 2.6, 2.8, 8.3 step 4). */
export const executionChecks: Check[] = [
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
  {
    name: 'step 4: POST workflow_executions, nothing in it: 200 {"message":"Done"}',
    section: '8.3',
    async run(stage) {
      const reply = await stage.privileged.post(PATH, { data_object_set: [], workflow_execution_set: [] });
      skipWithout(reply, '/metadata/json:submit');
      expectSame(reply.call, expectObject(reply, 200), { message: 'Done' });
    },
  },
  {
    name: 'POST workflow_executions: 422 without a set of them, or with an id that lacks .N',
    section: '2.8',
    async run(stage) {
      const caller = stage.privileged;
      const reply = await caller.post(PATH, { data_object_set: [] });
      skipWithout(reply, '/metadata/json:submit');
      expectRefusal(reply, 422);
      const execution = { id: 'nmdc:wfrqc-11-none', type: 'nmdc:ReadQcAnalysis' };
      expectRefusal(await caller.post(PATH, { workflow_execution_set: [execution] }), 422);
    },
  },
  {
    name: 'POST and DELETE of workflow_executions: 401 without a token',
    section: '2.8',
    async run({ anyone }) {
      expectStatus(await anyone.post(PATH, { workflow_execution_set: [] }), 401);
      expectStatus(await anyone.send('DELETE', `${PATH}/nmdc:wfrqc-11-none.1`), 401);
    },
  },
  {
    name: 'DELETE of an unknown workflow execution: 404, with the right to',
    section: '2.8',
    needs: ['admin'],
    async run({ admin }) {
      const reply = await admin.send('DELETE', `${PATH}/nmdc:wfrqc-11-none.1`);
      skipWithout(reply, '/queries:run(query_cmd:DeleteCommand)');
      expectMissing(reply);
    },
  },
  {
    name: 'POST /workflows/activities: 410, a JSON text; POST /ids/mint: 404',
    section: '2.8',
    needs: ['site'],
    async run({ site }) {
      const reply = await site.post('/workflows/activities', {});
      expectStatus(reply, 410);
      expectSame(reply.call, typeof reply.json, 'string', 'kind of JSON');
      expectStatus(await site.post('/ids/mint', {}), 404);
    },
  },
  {
    name: 'POST /runs?job_id=W: 401 without a token; a RunSummary, or a refusal that is no fault',
    section: '2.6',
    needs: ['site'],
    async run(stage) {
      const { anyone, site } = stage;
      const path = '/runs?job_id=export-study-biosamples-as-csv-1.0.0';
      expectStatus(await anyone.post(path, {}), 401);
      const reply = await site.post(path, { run_config: {}, inputs: [] });
      skipWithout(reply, 'runs of that workflow');
      stage.leaves(`run ${String(expectShape(reply, 200, runSummary, 'FULL').id)}`);
    },
  },
];

import type { Check } from '../check';
import type { Caller, Json } from '../caller';
import {
  expectList,
  expectObject,
  expectRule,
  expectSame,
  expectShape,
  expectStatus,
  expectThat,
  expectMissing,
} from '../expectations';
import { job } from '../shapes/jobs';
import type { Stage } from '../stage';
import { workerConfig } from './worker-config';

/** Names a workflow as the scheduler does: by name and version, and nobody has registered it. */
export const workflowName = ({ mark }: Stage): string => `Reads QC ${mark}: v1.0.28`;

const repository = ({ mark }: Stage): string => `https://git.example.org/${mark}`;

const listed = (caller: Caller, set: string, filter: Json, size: number): Promise<Json[]> =>
  caller.all(`/nmdcschema/${set}`, { filter: JSON.stringify(filter), max_page_size: size });

/** Step 5, with a manifest asked for and without. */
const knownJobs = (stage: Stage, more: Json = {}): Promise<Json[]> =>
  stage.anyone.all('/jobs', {
    filter: JSON.stringify({ 'config.git_repo': repository(stage), ...more }),
    max_page_size: 100,
  });

/** What the scheduler sends every minute (contract 8.2). */
export const schedulerChecks: Check[] = [
  {
    name: 'steps 1, 2, 4: documents of three collections by its filters, page by page',
    section: '8.2',
    lines: [4],
    async run({ anyone }) {
      const types = ['Metagenome Raw Reads', 'Filtered Sequencing Reads'];
      await listed(anyone, 'data_object_set', { data_object_type: { $in: types } }, 1000);
      await listed(
        anyone,
        'data_generation_set',
        { analyte_category: 'metagenome', id: { $in: ['nmdc:a'] } },
        100,
      );
      const filter = { was_informed_by: { $in: ['nmdc:omprc-11-bn8jcq58'] } };
      await listed(anyone, 'workflow_execution_set', filter, 100);
      await listed(anyone, 'workflow_execution_set', { git_url: 'https://git.example.org/none' }, 100);
    },
  },
  {
    name: 'step 9: POST /jobs of an unregistered workflow: 201 with its id, SET, config unchanged',
    section: '8.2',
    lines: [8, 10],
    needs: ['site'],
    async run(stage) {
      const config = workerConfig(repository(stage));
      const body = { workflow: { id: workflowName(stage) }, config, claims: [], extra_key: 'dropped' };
      const reply = await stage.site.post('/jobs', body);
      const posted = expectShape(reply, 201, { ...job, never: ['extra_key'] }, 'SET');
      expectSame(reply.call, posted.config, config, 'config');
      expectThat(reply.call, 'a created_at', typeof posted.created_at === 'string', posted.created_at);
      stage.leaves(`job ${String(posted.id)}, done`);
      stage.put('postedJob', String(posted.id));
    },
  },
  {
    name: 'step 5: the job is found by config.git_repo, with and without a manifest, unchanged',
    section: '8.2',
    lines: [4, 10],
    needs: ['site'],
    async run(stage) {
      const id = stage.take('postedJob');
      for (const more of [{}, { 'config.manifest': { $exists: false } }, { 'config.manifest': null }]) {
        const found = await knownJobs(stage, more);
        expectSame(
          'GET /jobs',
          found.map((one) => one.id),
          [id],
          'ids',
        );
        expectSame('GET /jobs', found[0]?.config, workerConfig(repository(stage)), 'resources[0].config');
      }
      expectSame(
        'GET /jobs',
        await knownJobs(stage, { 'config.manifest': 'nmdc:manif-1' }),
        [],
        'with a manifest',
      );
    },
  },
  {
    name: 'step 6: an operation that never was is 404',
    section: '8.2',
    async run({ anyone }) {
      expectMissing(await anyone.get('/operations/nmdc:sys0nosuchop00'));
    },
  },
  {
    name: 'step 7: a filter on a whole list, and a projection in quotes',
    section: '8.2',
    lines: [4],
    async run({ anyone }) {
      const filter = JSON.stringify({
        was_informed_by: ['nmdc:omprc-11-bn8jcq58'],
        type: 'nmdc:ReadQcAnalysis',
      });
      const reply = await anyone.get('/nmdcschema/workflow_execution_set', {
        filter,
        projection: '"id, started_at_time"',
        max_page_size: 100,
      });
      expectRule(reply, expectObject(reply, 200).resources, 'list', 'resources');
    },
  },
  {
    name: 'step 8: POST /pids/mint for the execution and its outputs: a plain list of new ids',
    section: '8.2',
    needs: ['site'],
    async run(stage) {
      for (const [id, typecode] of [
        ['nmdc:ReadQcAnalysis', 'wfrqc'],
        ['nmdc:DataObject', 'dobj'],
      ] as const) {
        const reply = await stage.site.post('/pids/mint', { schema_class: { id }, how_many: 1 });
        const [minted, ...more] = expectList(reply);
        expectRule(reply, minted, new RegExp(`^nmdc:${typecode}-\\d\\d-[0-9a-z]+$`), '[0]');
        expectSame(reply.call, more, [], 'beyond the first');
        stage.leaves(`minted id ${String(minted)}`);
      }
    },
  },
  {
    name: 'POST /pids/mint: 422 for an unknown class, 401 without a token',
    section: '2.8',
    needs: ['site'],
    async run({ site, anyone }) {
      const body = { schema_class: { id: 'nmdc:NoSuchClass' }, how_many: 1 };
      expectStatus(await site.post('/pids/mint', body), 422);
      expectStatus(await anyone.post('/pids/mint', body), 401);
    },
  },
];

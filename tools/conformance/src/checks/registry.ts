import type { Check } from '../check';
import { compareShape, type Shape } from '../compare';
import {
  expectList,
  expectRule,
  expectSame,
  expectShape,
  expectThat,
  expectPage,
  expectMissing,
} from '../expectations';
import type { Json, Reply } from '../caller';
import { registryEntry, site, trigger, workflow } from '../shapes/registry';
import { TRIGGERS, WORKFLOWS } from './seeded';

/** A list that tells all of the registry at once, each entry in full. */
function expectEntries(reply: Reply, shape: Shape): Json[] {
  const entries = expectList(reply) as Json[];
  const differences = entries.flatMap((entry, n) => compareShape(entry, shape, 'FULL', `[${n}]`));
  expectThat(reply.call, `each a ${shape.name}, FULL`, differences.length === 0, differences[0]);
  return entries;
}

const idsOf = (entries: Json[]): unknown[] => entries.map(({ id }) => id);

function registryCheck(path: string, shape: Shape, seeded: readonly string[]): Check {
  return {
    name: `GET ${path} and by id: a plain array, FULL, with what is seeded`,
    section: '2.3',
    async run({ anyone }) {
      const reply = await anyone.get(path);
      const ids = idsOf(expectEntries(reply, shape));
      const missing = seeded.filter((id) => !ids.includes(id));
      expectThat(reply.call, 'all that section 4 lists', missing.length === 0, { missing });
      const [id = ''] = seeded;
      const one = await anyone.get(`${path}/${id}`);
      expectRule(one, expectShape(one, 200, shape, 'FULL').id, [id], 'id');
      expectMissing(await anyone.get(`${path}/no-such`));
    },
  };
}

/** Registries and sites (contract 2.2, 2.3, 4). */
export const registryChecks: Check[] = [
  registryCheck('/object_types', registryEntry, [
    'metadata-in',
    'test',
    'metadata-changesheet',
    'biosample_set',
  ]),
  registryCheck('/workflows', workflow, WORKFLOWS),
  registryCheck('/capabilities', registryEntry, WORKFLOWS),
  registryCheck('/triggers', trigger, TRIGGERS),
  {
    name: 'workflows of an object type and object types of a workflow, joined by triggers',
    section: '2.3',
    async run({ anyone }) {
      const workflows = await anyone.get('/object_types/test/workflows');
      expectThat(
        workflows.call,
        'test',
        idsOf(expectEntries(workflows, workflow)).includes('test'),
        workflows.json,
      );
      const types = await anyone.get('/workflows/test/object_types');
      expectThat(types.call, 'test', idsOf(expectEntries(types, registryEntry)).includes('test'), types.json);
      const none = await anyone.get('/object_types/no-such/workflows');
      expectSame(none.call, expectList(none), []);
    },
  },
  {
    name: 'GET /workflows/{id}/capabilities: none of a seeded one; 404 of an unknown one',
    section: '2.3',
    async run({ anyone }) {
      const none = await anyone.get('/workflows/test/capabilities');
      expectSame(none.call, expectList(none), []);
      expectMissing(await anyone.get('/workflows/no-such/capabilities'));
    },
  },
  {
    name: 'GET /sites: a list without clients or secrets, and none by a filter on them',
    section: '2.2',
    async run({ anyone }) {
      const sites = expectPage(await anyone.get('/sites', { max_page_size: 10_000 }), site, 'SET', 'absent');
      const [first] = sites;
      if (first === undefined) return;
      const one = await anyone.get(`/sites/${String(first.id)}`);
      expectSame(one.call, expectShape(one, 200, site, 'SET'), first);
    },
  },
];

import type { Check } from '../check';
import type { Json, Reply } from '../caller';
import { expectObject, expectSame, expectStatus, expectThat } from '../expectations';
import type { Stage } from '../stage';

const itemsOf = (reply: Reply): Json[] => expectObject(reply, 200).resources as Json[];

/** The two jobs that the kit has made: lists are paged through by these alone. */
const made = (stage: Stage): Json => ({
  id: { $in: [stage.take('postedJob'), stage.take('triggeredJob')].sort() },
});

async function found(stage: Stage, filter: Json): Promise<boolean> {
  const both = JSON.stringify({ $and: [{ id: stage.take('postedJob') }, filter] });
  return itemsOf(await stage.anyone.get('/jobs', { filter: both })).length === 1;
}

/** Filters that match the posted job, and such that do not (contract 3.6). */
const MATCHES: Json[] = [
  { 'config.release': 'v1.0.28' },
  { 'config.was_informed_by': 'nmdc:omprc-11-bn8jcq58' },
  { 'config.was_informed_by': ['nmdc:omprc-11-bn8jcq58'] },
  { 'config.was_informed_by': { $in: ['nmdc:omprc-11-bn8jcq58', 'x'] } },
  { 'config.outputs.output': 'filtered_final' },
  { 'config.iteration': { $gt: 0 } },
  { 'config.iteration': { $gte: 1, $lte: 1, $lt: 2 } },
  { 'config.manifest': { $exists: false } },
  { 'config.manifest': null },
  { 'config.release': { $regex: '^v1' } },
  { 'config.release': { $regex: '^V1', $options: 'i' } },
  { 'config.release': { $nin: ['v2'] } },
  { 'config.was_informed_by': { $ne: 'somebody else' } },
  { 'config.nothing': { $not: { $elemMatch: { a: 1 } } } },
  { $or: [{ 'config.release': 'v2' }, { 'config.release': 'v1.0.28' }] },
];
const MISSES: Json[] = [
  { 'config.was_informed_by': { $ne: 'nmdc:omprc-11-bn8jcq58' } },
  { 'config.nothing': { $size: 0 } },
  { 'config.was_informed_by': [] },
  { 'config.iteration': '1' },
];

/** Rules of every list (contract 3.6). */
export const listChecks: Check[] = [
  {
    name: 'operators and rules about lists in filters match what they should',
    section: '3.6',
    lines: [4],
    async run(stage) {
      for (const filter of MATCHES)
        expectThat('GET /jobs', `${JSON.stringify(filter)} matches`, await found(stage, filter), []);
      for (const filter of MISSES)
        expectThat('GET /jobs', `${JSON.stringify(filter)} does not match`, !(await found(stage, filter)), [
          'a job',
        ]);
    },
  },
  {
    name: 'pages in ascending order of ids, by a token and the same parameters again',
    section: '3.6',
    lines: [4],
    async run(stage) {
      const { $in: ids } = made(stage).id as { $in: string[] };
      const query = { filter: JSON.stringify(made(stage)), max_page_size: 1, projection: 'workflow.id' };
      const first = await stage.anyone.get('/jobs', query);
      expectSame(
        first.call,
        itemsOf(first).map(({ id }) => id),
        ids.slice(0, 1),
        'ids of page 1',
      );
      const page_token = String((first.json as Json).next_page_token);
      const second = await stage.anyone.get('/jobs', { ...query, page_token });
      expectSame(
        second.call,
        itemsOf(second).map(({ id }) => id),
        ids.slice(1),
        'ids of page 2',
      );
    },
  },
  {
    name: 'a page token that nobody gave out is 400',
    section: '3.6',
    async run({ anyone }) {
      expectStatus(await anyone.get('/jobs', { page_token: 'nmdc:sys0nosuchtoken' }), 400);
    },
  },
  {
    name: 'a projection: the names and id; in quotes, with unknown names and dots no error',
    section: '3.6',
    lines: [4],
    async run(stage) {
      const filter = JSON.stringify({ id: stage.take('postedJob') });
      const reply = await stage.anyone.get('/jobs', { filter, projection: 'config.release, no_such' });
      const id = stage.take('postedJob');
      expectSame(reply.call, itemsOf(reply), [{ id, config: { release: 'v1.0.28' } }], 'resources');
      const quoted = await stage.anyone.get('/jobs', { filter, projection: '"id, name"' });
      expectSame(
        quoted.call,
        itemsOf(quoted).map((one) => one.id),
        [id],
        'ids',
      );
    },
  },
  {
    name: 'an empty filter, an empty projection, 10,000 at once and fewer than 1 are taken',
    section: '3.6',
    lines: [4],
    async run({ anyone }) {
      for (const path of ['/nmdcschema/study_set', '/objects', '/jobs']) {
        expectStatus(await anyone.get(path, { filter: '', projection: '', max_page_size: 10_000 }), 200);
        const none = JSON.stringify({ id: 'nmdc:no-such' });
        expectSame(
          path,
          itemsOf(await anyone.get(path, { filter: none, max_page_size: 0 })),
          [],
          'resources',
        );
      }
    },
  },
  {
    name: 'what is no filter, and no number, is 422; an unknown operator is refused',
    section: '3.6',
    async run({ anyone }) {
      for (const filter of ['nonsense', '[1]', '{"a": }'])
        expectStatus(await anyone.get('/jobs', { filter }), 422);
      const reply = await anyone.get('/jobs', { filter: '{"config": {"$nonsense": 1}}' });
      expectThat(
        reply.call,
        'a refusal, 500 in the reference (D13)',
        [400, 422, 500].includes(reply.status),
        reply.status,
      );
      expectStatus(await anyone.get('/jobs', { max_page_size: 'many' }), 422);
    },
  },
];

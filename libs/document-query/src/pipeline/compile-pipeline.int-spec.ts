import { testDatabase, type TestDatabase } from '@callboard/testing';
import fc from 'fast-check';
import { aggregate } from 'mingo';
import { Client } from 'pg';
import sift from 'sift';
import type { Document } from '../documents.builder';
import { compilePipeline } from './compile-pipeline';
import { parsePipeline } from './parse-pipeline';
import { collection, pipeline } from './pipelines.builder';
import type { RowsOf } from './sql/rows';

const SEED = 20_261_128;
const KNOWN = ['some', 'others'];
const KEPT: RowsOf = (name, _stage, parameters) => ({
  is: 'kept',
  from: 'documents d',
  where: `d.collection = ${parameters.add(name, 'text')}`,
  key: 'd.key',
  query: { fields: { id: { sql: 'd.key', kind: 'text' } }, otherwise: { sql: 'd.document', kind: 'json' } },
});

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase([]);
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(
    'create table documents (collection text collate "C", key text collate "C", document jsonb, primary key (collection, key))',
  );
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function keep(some: Document[], others: Document[] = []): Promise<void> {
  await client.query('truncate documents');
  for (const [name, list] of Object.entries({ some, others }))
    await client.query(
      `insert into documents select $1, v ->> 'id', v from jsonb_array_elements($2::jsonb) v`,
      [name, JSON.stringify(list)],
    );
}

async function run(stages: unknown, rowsOf = KEPT): Promise<Document[]> {
  const { ctes, result, values } = compilePipeline(parsePipeline(stages, KNOWN), 'some', rowsOf, 0);
  const { rows } = await client.query<{ doc: Document }>(
    `with ${ctes} select doc from ${result} order by n`,
    [...values],
  );
  return rows.map(({ doc }) => doc);
}

describe('pipelines (contract 2.8), against mingo', () => {
  it('say the same of 400 generated pipelines and collections', async () => {
    const cases = fc.sample(fc.tuple(collection, collection, pipeline), { numRuns: 400, seed: SEED });
    for (const [some, others, stages] of cases) {
      await keep(some, others);
      const [found, expected] = [
        await run(stages),
        aggregate(structuredClone(some), stages, resolving(others)),
      ];
      demandSame(found, expected, { stages, some, others });
    }
  }, 60_000);

  it('look up what a filter with $in finds, by sift, in 200 generated collections', async () => {
    const field = fc.constantFrom('a', 'b', 'list');
    const cases = fc.sample(fc.tuple(collection, collection, field, field), { numRuns: 200, seed: SEED });
    for (const [some, others, localField, foreignField] of cases) {
      await keep(some, others);
      const found = await run([{ $lookup: { from: 'others', localField, foreignField, as: 'joined' } }]);
      const expected = some.map((document) => {
        const local = document[localField] ?? null;
        const matches = sift({ [foreignField]: { $in: Array.isArray(local) ? local : [local] } });
        return { ...document, joined: others.filter((other) => matches(other)) };
      });
      demandSame(found, expected, { localField, foreignField, some, others });
    }
  }, 60_000);
});

const resolving = (others: Document[]) => ({ collectionResolver: () => structuredClone(others) });

function demandSame(found: unknown, expected: unknown, of: unknown): void {
  if (canonical(found) === canonical(expected)) return;
  throw new Error(`judged otherwise (seed ${SEED}): ${JSON.stringify({ of, found, expected })}`);
}

/** What the generated ones leave out, as the reference's database has it. */
describe('stages and their edges', () => {
  const A = { id: 'a', x: [1, 2], y: { z: 'deep' } };
  const B = { id: 'b', x: [], y: [{ z: 1 }, { z: 2 }, { q: 3 }, 4] };
  const C = { id: 'c', x: null };
  const D = { id: 'd', x: 'text' };
  const ids = (found: Document[]): unknown => found.map(({ id }) => id);

  beforeAll(() => keep([A, B, C, D], [A, B]));

  it.each<[unknown[], unknown]>([
    [[{ $sort: { x: 1 } }], ['b', 'c', 'a', 'd']],
    [[{ $sort: { x: -1 } }], ['d', 'a', 'c', 'b']],
    [[{ $sort: { 'y.z': -1, id: -1 } }], ['a', 'b', 'd', 'c']],
    [[{ $match: { 'y.z': 2 } }], ['b']],
    [[{ $match: { id: { $in: ['d', 'a'] } } }], ['a', 'd']],
    [[{ $match: { $expr: { $gt: ['$x', 5] } } }], ['a', 'b', 'd']],
    [[{ $match: { $expr: { $lt: ['$x', null] } } }], []],
    [[{ $match: { $expr: { $eq: ['$nothing', null] } } }], []],
    [[{ $match: { $expr: '$x' } }], ['a', 'b', 'd']],
    [[{ $unwind: '$y' }], ['a', 'b', 'b', 'b', 'b']],
    [[{ $unwind: '$x' }], ['a', 'a', 'd']],
    [[{ $unwind: { path: '$x', preserveNullAndEmptyArrays: true } }], ['a', 'a', 'b', 'c', 'd']],
    [
      [{ $skip: 1 }, { $limit: 2 }],
      ['b', 'c'],
    ],
  ])('%j gives the documents %j', async (stages, expected) => {
    expect(ids(await run(stages))).toEqual(expected);
  });

  it.each<[unknown[], unknown]>([
    [[{ $match: { id: 'none' } }, { $count: 'n' }], []],
    [[{ $match: { id: 'none' } }, { $group: { _id: null, n: { $sum: 1 } } }], []],
    [[{ $group: { _id: '$nothing', n: { $count: {} } } }], [{ _id: null, n: 4 }]],
    [[{ $group: { _id: null, all: { $push: '$y.z' } } }], [{ _id: null, all: ['deep', [1, 2]] }]],
    [
      [{ $group: { _id: null, least: { $min: '$x' }, sum: { $sum: '$x' } } }],
      [{ _id: null, least: 'text', sum: 0 }],
    ],
    [
      [{ $match: { id: 'b' } }, { $replaceWith: { z: '$y.z', none: '$nothing', list: ['$nothing'] } }],
      [{ z: [1, 2], list: [null] }],
    ],
    [
      [
        { $match: { id: 'b' } },
        { $unwind: { path: '$x', preserveNullAndEmptyArrays: true } },
        { $project: { y: 0 } },
      ],
      [{ id: 'b' }],
    ],
    [[{ $match: { id: 'd' } }, { $project: { _id: 0, x: 1 } }], [{ x: 'text' }]],
    [[{ $group: { _id: '$id' } }, { $match: { _id: 'a' } }], [{ _id: 'a' }]],
    [[{ $match: { id: 'a' } }, { $replaceRoot: { newRoot: '$y' } }], [{ z: 'deep' }]],
    [[{ $match: { id: 'c' } }, { $replaceWith: { $mergeObjects: ['$y', { n: 1 }, null] } }], [{ n: 1 }]],
  ])('%j gives %j', async (stages, expected) => {
    expect(await run(stages)).toEqual(expected);
  });

  it.each<[string, string, string[][]]>([
    ['id', 'id', [['a'], ['b'], [], []]],
    ['nothing', 'id', [[], [], [], []]],
    [
      'nothing',
      'nothing',
      [
        ['a', 'b'],
        ['a', 'b'],
        ['a', 'b'],
        ['a', 'b'],
      ],
    ],
    ['y.z', 'y.z', [['a'], ['b'], ['b'], ['b']]],
  ])('look up %s by %s', async (localField, foreignField, expected) => {
    const found = await run([{ $lookup: { from: 'others', localField, foreignField, as: 'j' } }]);
    expect(found.map(({ j }) => ids(j as Document[]))).toEqual(expected);
  });

  it('refuse a value that does not fit, in PostgreSQL', async () => {
    await expect(run([{ $replaceWith: '$x' }])).rejects.toMatchObject({
      code: expect.stringMatching(/^22/) as string,
    });
    await expect(run([{ $match: { $expr: { $size: '$x' } } }])).rejects.toMatchObject({ code: '22023' });
  });

  it('look up in a list that stands beside', async () => {
    const rowsOf: RowsOf = (name, stage, parameters) =>
      stage === -1
        ? KEPT(name, stage, parameters)
        : {
            is: 'given',
            documents: JSON.stringify([
              { id: 'j1', config: { of: 'a' } },
              { id: 'j2', config: {} },
            ]),
          };
    const lookup = { from: 'others', localField: 'id', foreignField: 'config.of', as: 'jobs' };
    const found = await run([{ $lookup: lookup }, { $match: { 'jobs.id': { $exists: true } } }], rowsOf);
    expect(found).toEqual([{ ...A, jobs: [{ id: 'j1', config: { of: 'a' } }] }]);
  });

  it('take nothing of what was sent for SQL', async () => {
    const evil = `'); drop table documents; --"`;
    const group = { $group: { _id: { [evil]: `$${evil}` }, [evil]: { $push: evil } } };
    const lookup = { $lookup: { from: 'others', localField: evil, foreignField: evil, as: evil } };
    const others = [
      { $match: { $expr: { $ne: [evil, '$a'] } } },
      { $unwind: `$${evil}` },
      { $sort: { [evil]: 1 } },
    ];
    expect(await run([lookup, ...others, { $project: { [evil]: 1 } }, group])).toHaveLength(2);
  });
});

/** As JSON with names in order: jsonb keeps none. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}

import { testDatabase, type TestDatabase } from '@callboard/testing';
import fc from 'fast-check';
import { Client } from 'pg';
import sift from 'sift';
import { type Document, documents, filter, rows } from './documents.builder';
import type { QuerySource } from './fields';
import { compileFilter } from './sql/compile-filter';

const SEED = 20_261_123;
const field = (name: string) => ({ sql: `d.document -> '${name}'`, kind: 'json' }) as const;
const NESTED: QuerySource = { fields: { a: field('a'), b: field('b'), c: field('c') } };
/** Texts of up to one character are kept, so that some filters find an index and some do not. */
const texts = { sql: `texts_in(d.document)`, of: (some: string) => `texts_of(${some})`, longest: 1 };
const INDEXED: QuerySource = {
  fields: {},
  otherwise: { sql: 'd.document', kind: 'json', texts },
};
const COLUMNS: QuerySource = {
  fields: {
    a: { sql: `d.document ->> 'a'`, kind: 'text', nullable: true },
    b: { sql: `(d.document ->> 'b')::numeric`, kind: 'number', nullable: true },
    c: { sql: `(d.document ->> 'c')::boolean`, kind: 'boolean', nullable: true },
  },
};

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase([]);
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query('create table edges (n integer, document jsonb)');
  await client.query(`
    create function texts_of(texts text[]) returns text[] language sql immutable return texts;
    create function texts_in(document jsonb) returns text[] language sql immutable return array(
      select t #>> '{}' from jsonb_path_query(document, 'strict $.** ? (@.type() == "string")') t
       where length(t #>> '{}') <= 1)`);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function keep(table: string, some: readonly Document[]): Promise<void> {
  await client.query(`create table ${table} (n integer, document jsonb)`);
  await client.query(
    `insert into ${table} select ordinality, value from jsonb_array_elements($1) with ordinality`,
    [JSON.stringify(some)],
  );
}

async function matches(table: string, asked: unknown, source: QuerySource): Promise<Set<number>> {
  const { sql, values } = compileFilter(JSON.stringify(asked), source, 0);
  const { rows } = await client.query<{ n: number }>(`select d.n from ${table} d where ${sql}`, [...values]);
  return new Set(rows.map(({ n }) => n - 1));
}

/** Every pair of a document and a filter; the first that is judged otherwise is named. */
async function compare(
  table: string,
  some: Document[],
  filters: Document[],
  source: QuerySource,
): Promise<number> {
  await keep(table, some);
  for (const asked of filters) {
    const found = await matches(table, asked, source);
    const expected = sift(asked);
    for (const [n, document] of some.entries()) {
      if (found.has(n) === expected(document)) continue;
      const shown = JSON.stringify({ filter: asked, document, found: found.has(n) });
      throw new Error(`judged otherwise than by sift (seed ${SEED}): ${shown}`);
    }
  }
  return some.length * filters.length;
}

describe('filters (contract 3.6), against sift', () => {
  it('judge 200,000 pairs alike, over nested documents', async () => {
    const some = fc.sample(documents, { numRuns: 250, seed: SEED });
    const filters = fc.sample(filter(2), { numRuns: 800, seed: SEED });
    expect(await compare('nested', some, filters, NESTED)).toBe(200_000);
  });

  it('judge 60,000 pairs alike, where an index knows the texts', async () => {
    const some = fc.sample(documents, { numRuns: 150, seed: SEED });
    const filters = fc.sample(filter(2), { numRuns: 400, seed: SEED });
    expect(await compare('indexed', some, filters, INDEXED)).toBe(60_000);
  });

  it('judge 60,000 pairs alike, over columns', async () => {
    const some = fc.sample(rows, { numRuns: 150, seed: SEED });
    const filters = fc.sample(filter(2), { numRuns: 400, seed: SEED });
    expect(await compare('columns', some, filters, COLUMNS)).toBe(60_000);
  });
});

/** What the generated pairs leave out, as the contract wants it; where sift differs it is said. */
describe('array rules and edges (contract 3.6)', () => {
  const CASES: [unknown, Document, boolean, string?][] = [
    [{ a: 1 }, { a: [1, 2] }, true],
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [{ a: [2, 1] }, { a: [1, 2] }, false],
    [{ a: [1, 2] }, { a: [[1, 2], 3] }, true],
    [{ a: 1 }, { a: [[1]] }, false, 'sift unwraps twice'],
    [{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, true, 'sift minds the order of keys; jsonb keeps none'],
    [{ a: { $ne: 1 } }, { a: [2, 1] }, false],
    [{ a: { $size: 0 } }, {}, false],
    [{ a: { $size: 0 } }, { a: [] }, true],
    [{ a: { $size: 1 } }, { a: 'x' }, false],
    [{ a: { $not: { $elemMatch: { b: 1 } } } }, {}, true],
    [
      { a: { $elemMatch: { b: { $ne: 1 } } } },
      { a: [null, 3] },
      false,
      'sift takes plain values for documents',
    ],
    [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 5] }, false],
    [{ a: { $gt: 1, $lt: 3 } }, { a: [0, 5] }, true],
    [{ 'a.1': 2 }, { a: [1, 2] }, true],
    [{ 'a.0.b': 2 }, { a: [{ b: 2 }] }, true],
    [{ 'a.0': 'x' }, { a: 'xyz' }, false, 'sift indexes text'],
    [{ 'a.length': 3 }, { a: [1, 2, 3] }, false, 'sift sees the length of arrays'],
    [{ 'a.b': 1 }, { a: [[{ b: 1 }]] }, false],
    [{ a: { $all: [] } }, { a: [] }, false],
    [{ a: { $in: [null, 1] } }, {}, true],
    [{ a: { $in: [] } }, { a: 1 }, false],
    [{ a: { $nin: [] } }, {}, true],
    [{ a: { $gte: null } }, {}, true],
    [{ a: { $gt: null } }, { a: null }, false],
    [{ a: 1 }, { a: '1' }, false],
    [{ a: 719 }, { a: 719.0 }, true],
    [{ a: { $oid: '5f' } }, { a: '5f' }, true],
    [{ a: { $numberLong: '12' } }, { a: 12 }, true],
    [{ a: { $regex: '(?i)^NMDC:' } }, { a: 'nmdc:x' }, true],
    [{ a: { $regex: 'a b', $options: 'x' } }, { a: 'ab' }, true],
    [{ a: { $regex: '\\d+\\.\\d' } }, { a: 'v1.2' }, true],
    [{ "a'); drop table edges; --": 1 }, { a: 1 }, false],
    [{ a: "'; drop table edges; --" }, { a: 1 }, false],
    [{ 'a.$x': 1 }, { a: { $x: 1 } }, true],
    [{ 'a."b\\': 1 }, { a: { '"b\\': 1 } }, true],
    [{ hidden: { $exists: true } }, { hidden: 1 }, false],
    [{ hidden: null }, { hidden: 1 }, true],
    [{}, {}, true],
  ];

  it.each(CASES)('%j over %j is %p %s', async (asked, document, expected) => {
    await client.query('truncate edges');
    await client.query('insert into edges values (1, $1)', [document]);
    expect((await matches('edges', asked, NESTED)).size === 1).toBe(expected);
  });

  it('compare dates by moment, whatever their zone (contract 1.3, $date)', async () => {
    const at: QuerySource = { fields: { at: { sql: `timestamptz '2026-01-02T03:04:05Z'`, kind: 'date' } } };
    await client.query(`truncate edges; insert into edges values (1, '{}')`);
    const holds = async (test: unknown) => (await matches('edges', { at: test }, at)).size === 1;
    expect(await holds({ $lt: { $date: '2026-01-02T04:04:06+01:00' } })).toBe(true);
    expect(await holds({ $lt: { $date: '2026-01-02T03:04:05' } })).toBe(false);
    expect(await holds({ $gte: { $date: Date.UTC(2026, 0, 2) } })).toBe(true);
    expect(await holds({ $gte: { $date: { $numberLong: '0' } } })).toBe(true);
    expect(await holds({ $gt: '2026-01-02' })).toBe(true);
    expect(await holds({ $gt: 'tomorrow' })).toBe(false);
  });

  it('use what is known to be the same', async () => {
    const equivalents = [{ filter: '{"$or":[{"a":1},{"b":2}]}', sql: 'known' }];
    const { sql } = compileFilter('{"c":1,"$or":[{"a":1},{"b":2}]}', { ...COLUMNS, equivalents }, 0);
    expect(sql).toContain('(known)');
  });

  it.each([
    ['{"a":"x"}', 'd.texts @> texts_of('],
    ['{"a.b":["x","y"]}', 'd.texts @> texts_of('],
    ['{"a":{"$in":["x","y"]}}', 'd.texts && texts_of('],
    ['{"a":{"$in":["x",1]}}', undefined],
    ['{"a":"longer"}', undefined],
    ['{"a":{"b":"x"}}', undefined],
    ['{"a":{"$elemMatch":{"b":"x"}}}', undefined],
  ])('%s asks the index of texts: %s', (asked, guard) => {
    const indexed: QuerySource = {
      fields: {},
      otherwise: { sql: 'd.document', kind: 'json', texts: { ...texts, sql: 'd.texts' } },
    };
    const { sql } = compileFilter(asked, indexed, 0);
    if (guard === undefined) expect(sql).not.toContain('texts_of');
    else expect(sql).toContain(guard);
  });

  it('have PostgreSQL refuse a pattern even where there is no row', async () => {
    const { sql, values } = compileFilter('{"a":{"$regex":"a{300}"}}', NESTED, 0);
    await client.query('truncate edges');
    await expect(client.query(`select from edges d where ${sql}`, [...values])).rejects.toThrow(
      /invalid regular/,
    );
  });
});

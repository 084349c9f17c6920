import {
  activateSchema,
  aggregateDocuments,
  type Caller,
  continueQuery,
  createJobs,
  type CursorReply,
  findDocuments,
  installSchema,
} from '@callboard/contracts';
import { ADMIN, MetadataUnderTest, RUNTIME } from './metadata-under-test.builder';
import { PostgresCursorsStore } from './persistence/postgres-cursors-store';
import {
  dataGeneration,
  dataObject,
  WORKFLOW_SCHEMA,
  workflowExecution,
} from './persistence/workflow-schema.builder';

const WORKER: Caller = {
  kind: 'site',
  siteId: 'NERSC',
  clientId: 'sys0nersc',
  allowances: ['/queries:run(query_cmd:AggregateCommand)'],
};
const EVE: Caller = { kind: 'user', username: 'eve', administers: [] };

let world: MetadataUnderTest;
const numbered = (n: number): string => `n${String(n).padStart(4, '0')}`;

beforeAll(async () => {
  world = await MetadataUnderTest.open('with jobs');
  const { version } = await world.ask(installSchema, { schema: WORKFLOW_SCHEMA }, ADMIN);
  await world.ask(activateSchema, { version }, ADMIN);
  const many = Array.from({ length: 250 }, (_, n) => dataObject(numbered(n), { file_size_bytes: n % 7 }));
  const inManifest = (...manifests: string[]) => ({ in_manifest: manifests });
  await world.apply({
    data_object_set: [
      ...many,
      dataObject('m1', inManifest('manifest:1')),
      dataObject('m2', inManifest('manifest:1', 'manifest:2')),
      dataObject('m3', inManifest('manifest:2')),
      dataObject('m4'),
    ],
    data_generation_set: [
      dataGeneration('g1', ['m1', 'm2']),
      dataGeneration('g2', ['m3']),
      dataGeneration('g3', ['m4']),
    ],
    workflow_execution_set: [workflowExecution('w1', 'g1'), workflowExecution('w2', 'g2')],
    counts_agg: [{ count: 1 }],
  });
}, 90_000);
afterAll(() => world?.close());

const find = (asked: Record<string, unknown>, caller: Caller = EVE) =>
  world.ask(findDocuments, { find: 'data_object_set', ...asked } as never, caller);
const aggregate = (collection: string, pipeline: unknown[], more: object = {}, caller: Caller = WORKER) =>
  world.ask(aggregateDocuments, { aggregate: collection, pipeline, ...more } as never, caller);
const more = (getMore: string, caller: Caller = EVE) => world.ask(continueQuery, { getMore }, caller);

/** Reads on while there is a cursor, as the worker does. */
async function all(first: CursorReply, caller: Caller = EVE): Promise<Record<string, unknown>[]> {
  const found = [...first.cursor.batch];
  for (let id = first.cursor.id; id;) {
    const { cursor } = await more(id, caller);
    found.push(...cursor.batch);
    id = cursor.id;
  }
  return found;
}

describe('find', () => {
  it('gives 101 documents by id, and the rest batch by batch', async () => {
    const first = await find({});
    expect(first).toMatchObject({ ok: 1, cursor: { ns: 'nmdc.data_object_set' } });
    expect(first.cursor.batch).toHaveLength(101);
    const found = await all(first);
    expect(found).toHaveLength(254);
    const ids = found.map(({ id }) => String(id));
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('gives the same batch for the same cursor', async () => {
    const { cursor } = await find({ batchSize: 3 });
    expect(await more(cursor.id ?? '')).toEqual(await more(cursor.id ?? ''));
  });

  it('minds filter, projection, skip and limit, and holds no cursor when all is given', async () => {
    const filter = { file_size_bytes: { $gte: 5 }, $expr: { $lt: ['$file_size_bytes', 6] } };
    const asked = {
      filter,
      projection: { id: 1, file_size_bytes: 1, _id: 0 },
      skip: 2,
      limit: 7,
      batchSize: 5,
    };
    const first = await find(asked);
    expect(first.cursor.batch[0]).toEqual({ id: `nmdc:dobj-11-${numbered(19)}`, file_size_bytes: 5 });
    expect(first.cursor.batch).toHaveLength(5);
    expect(await all(first)).toHaveLength(7);
    expect((await find({ ...asked, limit: 5 })).cursor.id).toBeNull();
  });

  it('puts in order, and keeps what does not fit in a batch', async () => {
    const first = await find({ sort: { file_size_bytes: -1, id: 1 }, batchSize: 20 });
    const sizes = (await all(first)).map(({ file_size_bytes: size }) => Number(size ?? -1));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes).toHaveLength(254);
    expect((await find({ sort: { id: -1 }, limit: 1 })).cursor).toMatchObject({
      batch: [{ id: `nmdc:dobj-11-${numbered(249)}` }],
      id: null,
    });
  });

  it('finds jobs as HTTP shows them', async () => {
    const job = { workflow: { id: 'Reads QC: v1' }, config: { activity_id: 'nmdc:wfrqc-11-w1' }, claims: [] };
    await world.ask(createJobs, { items: [job, { ...job, config: {} }] }, RUNTIME);
    const { cursor } = await find({ find: 'jobs', filter: { 'config.activity_id': 'nmdc:wfrqc-11-w1' } });
    expect(cursor.batch).toEqual([
      { ...job, id: expect.any(String), created_at: expect.any(String), state: 'queued', attempt: 0 },
    ]);
  });

  it('cuts a batch short rather than send too much', async () => {
    const notes = [{ text: 'x'.repeat(150_000) }];
    await world.apply({ data_object_set: ['big1', 'big2', 'big3'].map((id) => dataObject(id, { notes })) });
    const asked = { filter: { name: { $regex: '^big' } } };
    expect((await find(asked)).cursor.batch).toHaveLength(2);
    expect(await all(await find(asked))).toHaveLength(3);
    const sorted = await find({ ...asked, sort: { id: -1 } });
    expect(sorted.cursor.batch).toHaveLength(2);
    expect(await all(sorted)).toHaveLength(3);
  });
});

describe("the scheduler's pipelines (contract 8.2, step 3)", () => {
  const lookup = {
    from: 'data_generation_set',
    localField: 'id',
    foreignField: 'has_output',
    as: 'generations',
  };

  it('group the data objects of a manifest by what made them', async () => {
    const found = await aggregate('data_object_set', [
      { $match: { in_manifest: { $in: ['manifest:1'] } } },
      { $lookup: lookup },
      { $unwind: '$generations' },
      { $group: { _id: '$generations.id', generation: { $first: '$generations' } } },
      { $replaceWith: '$generation' },
    ]);
    expect(found.cursor).toMatchObject({ batch: [dataGeneration('g1', ['m1', 'm2'])], id: null });
  });

  it('give the first data object of each of several manifests', async () => {
    const found = await aggregate('data_object_set', [
      { $match: { in_manifest: { $in: ['manifest:1', 'manifest:2'] } } },
      { $unwind: { path: '$in_manifest' } },
      { $group: { _id: '$in_manifest', first: { $first: '$$ROOT' }, ids: { $push: '$id' }, n: { $sum: 1 } } },
      { $match: { $expr: { $eq: [{ $size: '$ids' }, '$n'] } } },
      { $sort: { _id: -1 } },
    ]);
    expect(found.cursor.batch.map(({ _id, n }) => [_id, n])).toEqual([
      ['manifest:2', 2],
      ['manifest:1', 2],
    ]);
  });
});

describe('reports over jobs (contract 8.3, "Tools")', () => {
  it('look up jobs of executions, and executions of jobs', async () => {
    const joined = { localField: 'id', foreignField: 'config.activity_id', as: 'jobs' };
    const found = await aggregate('workflow_execution_set', [
      { $lookup: { from: 'jobs', ...joined } },
      { $match: { $expr: { $gt: [{ $size: '$jobs' }, 0] } } },
      { $unwind: '$jobs' },
      { $group: { _id: '$jobs.workflow.id', n: { $sum: 1 }, executions: { $push: '$id' } } },
    ]);
    expect(found.cursor.batch).toEqual([{ _id: 'Reads QC: v1', n: 1, executions: ['nmdc:wfrqc-11-w1'] }]);
    const others = await aggregate('jobs', [
      { $match: { 'workflow.id': 'Reads QC: v1' } },
      {
        $lookup: {
          from: 'workflow_execution_set',
          localField: 'config.activity_id',
          foreignField: 'id',
          as: 'executions',
        },
      },
      { $unwind: '$executions' },
      { $replaceWith: { job: '$id', execution: '$executions.id' } },
    ]);
    expect(others.cursor.batch).toEqual([{ job: expect.any(String), execution: 'nmdc:wfrqc-11-w1' }]);
  });
});

describe('a result that is kept', () => {
  const wide = [{ $match: { file_size_bytes: { $exists: true } } }, { $sort: { id: -1 } }];

  it('is read on by 25, unaffected by what changes meanwhile', async () => {
    const first = await aggregate('data_object_set', wide);
    expect(first.cursor.batch).toHaveLength(25);
    await world.apply({ data_object_set: [dataObject(numbered(0), { file_size_bytes: 6, name: 'other' })] });
    const found = await all(first, WORKER);
    expect(found).toHaveLength(250);
    expect(found.at(-1)).toMatchObject({ id: `nmdc:dobj-11-${numbered(0)}`, name: numbered(0) });
  });

  it('belongs to whoever asked, and is gone after an hour', async () => {
    const { cursor } = await aggregate('data_object_set', wide);
    const id = cursor.id ?? '';
    await expect(more(id, EVE)).rejects.toMatchObject({ code: 'unknown-cursor' });
    await expect(more('nonsense')).rejects.toMatchObject({ code: 'unknown-cursor' });
    await world.sql.query(`update query_cursors set touched_at = now() - interval '61 minutes'`);
    await expect(more(id, WORKER)).rejects.toMatchObject({ code: 'unknown-cursor' });
  });

  it('is removed after that hour, with its documents', async () => {
    const { cursor } = await aggregate('data_object_set', wide);
    await world.sql.query(`update query_cursors set touched_at = now() - interval '61 minutes'`);
    const store = new PostgresCursorsStore(world.sql);
    while ((await store.removeStale(2)) > 0);
    expect(await world.sql.query('select from query_cursors union all select from query_results')).toEqual(
      [],
    );
    await expect(more(cursor.id ?? '', WORKER)).rejects.toMatchObject({ code: 'unknown-cursor' });
  });

  it('makes room for newer ones of the same caller', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push((await aggregate('data_object_set', wide)).cursor.id ?? '');
    await expect(more(ids[0] ?? '', WORKER)).rejects.toMatchObject({ code: 'unknown-cursor' });
    expect((await more(ids[5] ?? '', WORKER)).cursor.batch).toHaveLength(25);
    const [row] = await world.sql.query<{ n: number }>(
      `select count(distinct r.cursor)::int as n from query_results r
         join query_cursors c on c.id = r.cursor where c.who = 'site:NERSC'`,
    );
    expect(row?.n).toBe(5);
  });
});

describe('what is refused', () => {
  it('an aggregate without its allowance, and anything without a caller', async () => {
    for (const caller of [EVE, ADMIN, RUNTIME])
      await expect(aggregate('data_object_set', [], {}, caller)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(find({}, { kind: 'anonymous' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([
    [
      'documents',
      'submissions',
      'query_results',
      'schema_versions',
      'users',
      'sites',
      'operations',
      'objects',
    ],
  ])('contract D14: queries reach no table but documents of collections, and jobs', async (...names) => {
    for (const name of names) {
      const refused = {
        code: 'invalid-input',
        message: expect.stringContaining('data_object_set') as string,
      };
      await expect(find({ find: name })).rejects.toMatchObject(refused);
      await expect(aggregate(name, [])).rejects.toMatchObject(refused);
      const lookup = { from: name, localField: 'id', foreignField: 'id', as: 'x' };
      await expect(aggregate('data_object_set', [{ $lookup: lookup }])).rejects.toMatchObject(refused);
    }
  });

  it('contract D14: neither filters nor expressions see columns, or documents of other collections', async () => {
    for (const filter of [
      { version: { $exists: true } },
      { key: { $exists: true } },
      { collection: 'counts_agg' },
    ])
      expect((await find({ filter })).cursor.batch).toEqual([]);
    const computed = { $replaceWith: { all: '$$ROOT', key: '$key', version: '$version' } };
    const { cursor } = await aggregate('counts_agg', [computed]);
    expect(cursor.batch).toEqual([{ all: { count: 1 } }]);
  });

  it.each<[unknown[]]>([
    [[{ $out: 'data_object_set' }]],
    [[{ $merge: { into: 'data_object_set' } }]],
    [[{ $match: { $where: 'true' } }]],
    [[{ $match: { $expr: { $function: { body: 'x', args: [], lang: 'js' } } } }]],
  ])('%j, naming what is supported', async (pipeline) => {
    await expect(aggregate('data_object_set', pipeline)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/supported|an expression is/) as string,
    });
  });

  it('a value that does not fit, in words', async () => {
    await expect(aggregate('data_object_set', [{ $replaceWith: '$name' }])).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('$replaceWith') as string,
    });
    await expect(find({ filter: { name: { $regex: 'a{300}' } } })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  const none = (from: string) => [
    { $lookup: { from, localField: 'none', foreignField: 'none', as: 'all' } },
    { $unwind: '$all' },
    { $project: { all: 0, notes: 0 } },
  ];

  it('a query that takes too long', async () => {
    const shortly = { $match: { name: { $regex: '.' } } };
    const pipeline = [shortly, ...none('data_object_set'), ...none('data_object_set'), { $count: 'n' }];
    await expect(aggregate('data_object_set', pipeline)).rejects.toMatchObject({ code: 'query-too-slow' });
  });

  it('a result of more documents than are kept', async () => {
    const notes = Array.from({ length: 100_001 }, () => ({}));
    await world.apply({ data_object_set: [dataObject('wide', { notes })] });
    const pipeline = [{ $match: { name: 'wide' } }, { $unwind: '$notes' }];
    await expect(aggregate('data_object_set', pipeline)).rejects.toMatchObject({ code: 'query-too-large' });
    const fewer = await aggregate('data_object_set', [...pipeline, { $skip: 1 }], {
      cursor: { batchSize: 2 },
    });
    expect(fewer.cursor.batch).toEqual([
      dataObject('wide', { notes: {} }),
      dataObject('wide', { notes: {} }),
    ]);
  });
});

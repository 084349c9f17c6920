import {
  activateSchema,
  type Caller,
  getDocument,
  getDocumentHistory,
  installSchema,
  updateDocuments,
} from '@callboard/contracts';
import { ADMIN, MetadataUnderTest, RUNTIME } from './metadata-under-test.builder';
import { dataGeneration, dataObject, WORKFLOW_SCHEMA } from './persistence/workflow-schema.builder';

const CURATOR: Caller = {
  kind: 'user',
  username: 'curie',
  administers: [],
  allowances: ['/queries:run(query_cmd:DeleteCommand)'],
};
const id = (name: string): string => `nmdc:dobj-11-${name}`;

let world: MetadataUnderTest;
beforeAll(async () => {
  world = await MetadataUnderTest.open();
  const { version } = await world.ask(installSchema, { schema: WORKFLOW_SCHEMA }, ADMIN);
  await world.ask(activateSchema, { version }, ADMIN);
}, 60_000);
afterAll(() => world?.close());
beforeEach(() =>
  world.apply({
    data_object_set: [
      dataObject('a', { in_manifest: ['m1', 'm2'], file_size_bytes: 1 }),
      dataObject('b', { in_manifest: ['m1'], file_size_bytes: 2 }),
    ],
    data_generation_set: [dataGeneration('g', ['a'])],
    counts_agg: [{ count: 1 }],
  }),
);

type Statement = { q: object; u: object; multi?: boolean };
const update = (updates: Statement[], collection = 'data_object_set', caller: Caller = CURATOR) =>
  world.ask(updateDocuments, { update: collection, updates } as never, caller);
const documentOf = async (name: string) => (await world.ask(getDocument, { id: id(name) })).document;

describe('update', () => {
  it('changes one document, or all that match, with history', async () => {
    const one = { q: { in_manifest: 'm1' }, u: { $set: { name: 'first' } } };
    expect(await update([one])).toEqual({ ok: 1, n: 1, nModified: 1 });
    expect(await documentOf('a')).toMatchObject({ name: 'first' });
    expect(await documentOf('b')).toMatchObject({ name: 'b' });
    const both = { q: { in_manifest: 'm1' }, u: { $push: { in_manifest: 'm3' } }, multi: true };
    expect(await update([both])).toEqual({ ok: 1, n: 2, nModified: 2 });
    const { items } = await world.ask(getDocumentHistory, { id: id('b'), after: 0, limit: 100 });
    expect(items.at(-1)).toMatchObject({
      who: 'user:curie',
      operation_id: null,
      before: { in_manifest: ['m1'] },
      after: { in_manifest: ['m1', 'm3'] },
    });
  });

  it('carries out statements one after the other, on what each has found', async () => {
    const statements = [
      { q: { id: id('a') }, u: { $set: { name: 'x' }, $unset: { file_size_bytes: '' } } },
      { q: { id: id('a') }, u: { $pull: { in_manifest: 'm1' }, $set: { name: 'y' } } },
    ];
    expect(await update(statements)).toEqual({ ok: 1, n: 2, nModified: 1 });
    const { provenance_metadata: _noted, ...document } = await documentOf('a');
    expect(document).toEqual({ ...dataObject('a'), name: 'y', in_manifest: ['m2'] });
  });

  it('is done once for an idempotency key', async () => {
    const push = { q: { id: id('a') }, u: { $push: { in_manifest: 'again' } } };
    const keyed = () =>
      world.ask(updateDocuments, { update: 'data_object_set', updates: [push] } as never, CURATOR, 'key-1');
    expect(await keyed()).toEqual({ ok: 1, n: 1, nModified: 1 });
    expect(await keyed()).toEqual({ ok: 1, n: 1, nModified: 1 });
    expect(await documentOf('a')).toMatchObject({ in_manifest: ['m1', 'm2', 'again'] });
  });

  it('counts what matched and was no other than before', async () => {
    const same = { q: { id: id('a') }, u: { $addToSet: { in_manifest: 'm1' } } };
    expect(await update([same])).toEqual({ ok: 1, n: 1, nModified: 0 });
  });

  it('changes nothing when one of several documents would be invalid', async () => {
    const statements = [
      { q: { id: id('a') }, u: { $set: { name: 'kept back' } } },
      { q: { id: id('b') }, u: { $set: { file_size_bytes: 'many' } } },
    ];
    await expect(update(statements)).rejects.toMatchObject({
      code: 'invalid-metadata',
      details: { findings: { data_object_set: [expect.stringContaining('many')] } },
    });
    expect(await documentOf('a')).toMatchObject({ name: 'a' });
  });

  it('holds references against what is there', async () => {
    const dangling = { q: {}, u: { $push: { has_output: id('nowhere') } } };
    await expect(update([dangling], 'data_generation_set')).rejects.toMatchObject({
      code: 'invalid-metadata',
      details: { findings: { data_generation_set: [expect.stringContaining('nowhere')] } },
    });
  });

  it('tells of nothing that matches', async () => {
    const none = { q: { id: 'none' }, u: { $set: { name: 'x' } } };
    await expect(update([none])).rejects.toMatchObject({ code: 'nothing-matched' });
  });

  it.each<[string, Statement, string, string]>([
    ['an id', { q: {}, u: { $set: { id: 'x' } } }, 'data_object_set', 'stays as it is'],
    ['a replacement', { q: {}, u: { name: 'x' } }, 'data_object_set', 'supported are $set'],
    ['an operator', { q: {}, u: { $rename: { a: 'b' } } }, 'data_object_set', 'supported are $set'],
    ['documents without ids', { q: {}, u: { $set: { count: 2 } } }, 'counts_agg', 'no id'],
    ['jobs', { q: {}, u: { $set: { name: 'x' } } }, 'jobs', 'data_object_set'],
    ['a filter', { q: { $where: '1' }, u: { $set: { name: 'x' } } }, 'data_object_set', 'supported are'],
  ])('refuses %s', async (_of, statement, collection, words) => {
    await expect(update([statement], collection)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(words) as string,
    });
  });

  it('is for those with the allowance', async () => {
    const statement = { q: {}, u: { $set: { name: 'x' } } };
    for (const caller of [
      ADMIN,
      RUNTIME,
      { ...CURATOR, allowances: ['/queries:run(query_cmd:AggregateCommand)'] },
    ])
      await expect(update([statement], 'data_object_set', caller)).rejects.toMatchObject({
        code: 'forbidden',
      });
  });

  it('refuses more documents than one command changes', async () => {
    for (const part of ['x', 'y'])
      await world.apply({
        data_object_set: Array.from({ length: 501 }, (_, n) => dataObject(`many${part}${n}`)),
      });
    const all = { q: { name: { $regex: '^many' } }, u: { $set: { name: 'x' } }, multi: true };
    await expect(update([all])).rejects.toMatchObject({ code: 'query-too-large' });
  }, 30_000);
});

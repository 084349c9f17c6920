import {
  activateSchema,
  type Caller,
  deleteDocuments,
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
    data_object_set: [dataObject('a'), dataObject('b'), dataObject('c', { in_manifest: [id('a')] })],
    data_generation_set: [dataGeneration('g', ['b'])],
    counts_agg: [{ count: 7 }],
  }),
);

const remove = (
  deletes: { q: object; limit: 0 | 1 }[],
  collection = 'data_object_set',
  caller: Caller = CURATOR,
) => world.ask(deleteDocuments, { delete: collection, deletes } as never, caller);
const isThere = (name: string): Promise<boolean> =>
  world.ask(getDocument, { id: id(name) }).then(
    () => true,
    () => false,
  );

describe('delete', () => {
  it('removes what matches, whose history stays, though its id is mentioned where it is no reference', async () => {
    expect(await remove([{ q: { name: 'a' }, limit: 0 }])).toEqual({ ok: 1, n: 1 });
    expect(await isThere('a')).toBe(false);
    const { items } = await world.ask(getDocumentHistory, { id: id('a'), after: 0, limit: 100 });
    expect(items.at(-1)).toMatchObject({ who: 'user:curie', before: { name: 'a' }, after: null });
  });

  it('refuses what a document that stays refers to, naming it, and removes nothing', async () => {
    await expect(remove([{ q: {}, limit: 0 }])).rejects.toMatchObject({
      code: 'still-referenced',
      details: {
        referrers: [
          { id: 'nmdc:dgns-11-g', collection: 'data_generation_set', slot: 'has_output', names: id('b') },
        ],
      },
    });
    expect(await isThere('a')).toBe(true);
    const untie = { q: {}, u: { $pull: { has_output: id('b') } } };
    await world.ask(updateDocuments, { update: 'data_generation_set', updates: [untie] } as never, CURATOR);
    expect(await remove([{ q: {}, limit: 0 }])).toEqual({ ok: 1, n: 3 });
  });

  it('removes one document where one is asked for, and another one by the next statement', async () => {
    const one = { q: { name: { $in: ['a', 'c'] } }, limit: 1 as const };
    expect(await remove([one])).toEqual({ ok: 1, n: 1 });
    expect([await isThere('a'), await isThere('c')]).toEqual([false, true]);
    await world.apply({ data_object_set: [dataObject('a')] });
    expect(await remove([one, one])).toEqual({ ok: 1, n: 2 });
  });

  it('removes documents without ids', async () => {
    expect(await remove([{ q: { count: 7 }, limit: 0 }], 'counts_agg')).toEqual({ ok: 1, n: 1 });
  });

  it('tells of nothing that matches, and refuses jobs and those without the allowance', async () => {
    const none = { q: { id: 'none' }, limit: 0 as const };
    await expect(remove([none])).rejects.toMatchObject({ code: 'nothing-matched' });
    await expect(remove([none], 'jobs')).rejects.toMatchObject({ code: 'invalid-input' });
    for (const caller of [ADMIN, RUNTIME])
      await expect(remove([none], 'data_object_set', caller)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

import {
  activateSchema,
  checkReferences,
  getDocument,
  getDocumentHistory,
  importDocuments,
  IMPORTER,
  installSchema,
} from '@callboard/contracts';
import { ADMIN, MetadataUnderTest, RUNTIME } from './metadata-under-test.builder';
import { biosample, LAB_SCHEMA, study } from './persistence/lab-schema.builder';

let world: MetadataUnderTest;

beforeAll(async () => {
  world = await MetadataUnderTest.open();
  const { version } = await world.ask(installSchema, { schema: LAB_SCHEMA }, ADMIN);
  await world.ask(activateSchema, { version }, ADMIN);
}, 60_000);
afterAll(() => world?.close());

const take = (collection: string, ...items: Record<string, unknown>[]) =>
  world.ask(importDocuments, { collection, items }, IMPORTER).then((reply) => reply.items);
const outcomes = async (collection: string, ...items: Record<string, unknown>[]) =>
  (await take(collection, ...items)).map(({ outcome }) => outcome);
const check = (collection: string, after?: string) =>
  world.ask(checkReferences, { collection, after }, IMPORTER);

describe('imported documents', () => {
  it('are taken once as they are, whatever they refer to, and compared from then on', async () => {
    const sample = { ...biosample('s1', 'late'), provenance_metadata: { add_date: '2022-01-01' } };
    expect(await outcomes('biosample_set', sample, sample)).toEqual(['taken', 'here']);
    expect(await outcomes('biosample_set', sample, { ...sample, name: 'x' })).toEqual(['here', 'differs']);
    const kept = await world.ask(getDocument, { id: sample.id });
    expect(kept).toEqual({ collection: 'biosample_set', version: 1, document: sample });
    const { items } = await world.ask(getDocumentHistory, { id: sample.id, after: 0, limit: 10 });
    expect(items).toMatchObject([{ version: 1, who: 'service:import', before: null, after: sample }]);
  });

  it('are told of by what they refer to and is not there, until it is', async () => {
    const dangling = { id: 'nmdc:bsm-11-s1', slot: 'associated_studies', target: 'nmdc:sty-11-late' };
    expect(await check('biosample_set')).toEqual({ documents: 1, dangling: 1, examples: [dangling] });
    expect(await outcomes('study_set', study('late'))).toEqual(['taken']);
    expect(await check('biosample_set')).toEqual({ documents: 1, dangling: 0, examples: [] });
    expect(await check('biosample_set', 'nmdc:bsm-11-s1')).toMatchObject({ documents: 0 });
  });

  it('are refused one by one where the schema forbids them', async () => {
    const answers = await take('study_set', study('good'), { ...study('bad'), surprise: 1 }, study('better'));
    expect(answers).toMatchObject([
      { outcome: 'taken' },
      {
        outcome: 'refused',
        code: 'invalid-metadata',
        message: expect.stringContaining('surprise') as string,
      },
      { outcome: 'taken' },
    ]);
    const large = { ...study('large'), name: 'x'.repeat(4 * 1024 * 1024) };
    expect(await take('study_set', large)).toMatchObject([{ outcome: 'refused', code: 'too-large' }]);
  });

  it('without ids are known by what they say', async () => {
    const counts = [{ count: 1 }, { count: 2 }, { count: 1 }];
    expect(await outcomes('counts_agg', ...counts)).toEqual(['taken', 'taken', 'here']);
    expect(await outcomes('counts_agg', ...counts)).toEqual(['here', 'here', 'here']);
    await world.apply({ counts_agg: [{ count: 7 }] });
    expect(await outcomes('counts_agg', { count: 7 })).toEqual(['here']);
  });

  it('stand in one collection each', async () => {
    const twin = { ...study('twin'), id: 'nmdc:sty-11-good' };
    expect(await outcomes('study_set', twin)).toEqual(['differs']);
    await expect(outcomes('no_set', twin)).rejects.toMatchObject({ code: 'unknown-collection' });
  });

  it('go on with their history where they were removed', async () => {
    const known = study('good');
    await world.sql.query('delete from documents where key = $1', [known.id]);
    expect(await outcomes('study_set', known)).toEqual(['taken']);
    expect(await world.ask(getDocument, { id: known.id })).toMatchObject({ version: 2 });
  });

  it('are brought by the importer alone', async () => {
    const asked = { collection: 'study_set', items: [study('x')] };
    for (const caller of [RUNTIME, ADMIN])
      await expect(world.ask(importDocuments, asked, caller)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(world.ask(checkReferences, { collection: 'study_set' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

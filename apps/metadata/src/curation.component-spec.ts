import { randomUUID } from 'node:crypto';
import {
  activateSchema,
  applySubmission,
  checkSubmission,
  curateSubmission,
  discardSubmission,
  installSchema,
  listStagedDocuments,
  stageDocuments,
} from '@callboard/contracts';
import { ADMIN, MetadataUnderTest, type Submitted } from './metadata-under-test.builder';
import { biosample, LAB_SCHEMA, study } from './persistence/lab-schema.builder';

let world: MetadataUnderTest;

beforeAll(async () => {
  world = await MetadataUnderTest.open();
  const { version } = await world.ask(installSchema, { schema: LAB_SCHEMA }, ADMIN);
  await world.ask(activateSchema, { version }, ADMIN);
}, 60_000);
afterAll(() => world?.close());

const curate = async (submitted: Submitted) => {
  const submission_id = await world.stage(submitted);
  const curation = await world.ask(curateSubmission, { submission_id });
  expect(await world.ask(checkSubmission, { submission_id, references: true })).toMatchObject({
    valid: true,
  });
  return { submission_id, curation };
};
const idsLeft = async (submission_id: string) => {
  const { items } = await world.ask(listStagedDocuments, { submission_id, limit: 1000 });
  return items.map(({ document, collection, place }) => document.id ?? `${collection}/${place}`);
};

describe('a submission that is curated', () => {
  it('loses what the schema refuses, and keeps the rest', async () => {
    const { submission_id, curation } = await curate({
      study_set: [study('a1'), { ...study('a2'), colour: 'red' }, 'no object'],
      soup_set: [{ id: 'x' }],
      counts_agg: 'none',
    });
    expect(curation.kept).toEqual({ study_set: 1 });
    expect(curation.dropped).toEqual({ study_set: 2 });
    expect(curation.reasons).toMatchObject([
      { collection: 'counts_agg', place: null, reason: expect.stringContaining('list') as string },
      { collection: 'soup_set', place: null, reason: expect.stringContaining('not a known') as string },
      {
        collection: 'study_set',
        place: 1,
        id: 'nmdc:sty-11-a2',
        reason: expect.stringContaining('colour') as string,
      },
      { collection: 'study_set', place: 2, id: null },
    ]);
    expect(await idsLeft(submission_id)).toEqual(['nmdc:sty-11-a1']);
  });

  it('keeps the first valid one of an id, and of what says the same without one', async () => {
    const refused = { ...study('b1'), colour: 'red' };
    const { submission_id, curation } = await curate({
      study_set: [refused, { ...study('b1'), name: 'first' }, { ...study('b1'), name: 'second' }],
      counts_agg: [{ count: 1 }, { count: 2 }, { count: 1 }],
    });
    expect(curation.dropped).toEqual({ study_set: 2, counts_agg: 1 });
    const { items } = await world.ask(listStagedDocuments, { submission_id, limit: 1000 });
    expect(items.map(({ document }) => document.name ?? document.count)).toEqual([1, 2, 'first']);
  });

  it('loses what names something dropped or missing, and what names that', async () => {
    const { submission_id, curation } = await curate({
      study_set: [study('c1'), { ...study('c2'), colour: 'red' }],
      biosample_set: [biosample('c1', 'c1'), biosample('c2', 'c2'), biosample('c3', 'c9')],
    });
    expect(await idsLeft(submission_id)).toEqual(['nmdc:bsm-11-c1', 'nmdc:sty-11-c1']);
    expect(curation.reasons.map(({ reason }) => reason).slice(1)).toEqual([
      "it names 'nmdc:sty-11-c2' in associated_studies, which is missing or was dropped",
      "it names 'nmdc:sty-11-c9' in associated_studies, which is missing or was dropped",
    ]);
  });

  it('loses second biosamples of a name, of which another pass may make new ones', async () => {
    const named = (id: string, name: string, of = 'd0') => ({ ...biosample(id, of), name });
    await world.apply({ study_set: [study('d0')], biosample_set: [named('d1', 'mud')] });
    // The first would replace what has the name; it goes, for it names what is missing, and then the name is taken.
    const replaces = { ...named('d1', 'clay'), associated_studies: ['nmdc:sty-11-d0', 'nmdc:sty-11-d9'] };
    const { submission_id } = await curate({
      biosample_set: [replaces, named('d2', 'mud'), named('d3', 'sand'), named('d4', 'sand')],
    });
    expect(await idsLeft(submission_id)).toEqual(['nmdc:bsm-11-d3']);
  });

  it('is told the same when the request is repeated, and curated anew after a further batch', async () => {
    const { submission_id, curation } = await curate({ study_set: [study('e1'), study('e1')] });
    expect(await world.ask(curateSubmission, { submission_id })).toEqual(curation);
    const item = { collection: 'study_set', place: 2, document: study('e1') };
    await world.ask(stageDocuments, { submission_id, n: 1, items: [item], collections: [] });
    expect((await world.ask(curateSubmission, { submission_id })).dropped).toEqual({ study_set: 1 });
  });

  it('is read back page by page, and can be applied', async () => {
    const studies = Array.from({ length: 7 }, (_, at) => study(`f${at}`));
    const { submission_id } = await curate({ study_set: [...studies, study('f0')] });
    const ids: unknown[] = [];
    for (let after: { collection: string; place: number } | undefined, more = true; more;) {
      const page = await world.ask(listStagedDocuments, { submission_id, after, limit: 3 });
      ids.push(...page.items.map(({ document }) => document.id));
      [after, more] = [page.items.at(-1), page.more];
    }
    expect(ids).toEqual(studies.map(({ id }) => id));
    const operation_id = await world.operation();
    const { results } = await world.ask(applySubmission, { submission_id, operation_id });
    expect(results.study_set).toMatchObject({ nInserted: 7 });
  });

  it('is nobody else’s, and has to be there', async () => {
    const submission_id = await world.stage({ study_set: [study('g1')] });
    for (const asked of [
      world.ask(curateSubmission, { submission_id }, ADMIN),
      world.ask(listStagedDocuments, { submission_id, limit: 1 }, ADMIN),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
    await world.ask(discardSubmission, { submission_id });
    const none = world.ask(curateSubmission, { submission_id: randomUUID() });
    await expect(none).rejects.toMatchObject({ code: 'submission-lost' });
  });

  it('takes a long chain of what names what in one go', async () => {
    const long = 20_000;
    const submission_id = await world.stage({ study_set: [study('h0')] });
    await world.sql.query(CHAIN, [submission_id, long]);
    const { dropped } = await world.ask(curateSubmission, { submission_id });
    expect(dropped).toEqual({ biosample_set: long });
  }, 60_000);
});

/** Each document names the next one, and the last what is missing. */
const CHAIN = `
with chain as (select n from generate_series(1, $2::int) n),
named as (
  insert into staged_references (submission, collection, place, n, slot, target, collections)
  select $1::uuid, 'biosample_set', n, 0, 'next', 'x' || (n + 1), '{biosample_set}' from chain
)
insert into staged_documents (submission, collection, place, id, document)
select $1::uuid, 'biosample_set', n, 'x' || n, '{}' from chain`;

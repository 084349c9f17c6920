import { randomUUID } from 'node:crypto';
import {
  activateSchema,
  applySubmission,
  checkSubmission,
  countDocuments,
  describeSchema,
  discardSubmission,
  getDocument,
  getDocumentHistory,
  installSchema,
  listDocuments,
  listSchemas,
  mintIds,
  resolveId,
  stageDocuments,
} from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { ADMIN, MetadataUnderTest, RUNTIME } from './metadata-under-test.builder';
import { biosample, LAB_SCHEMA, study } from './persistence/lab-schema.builder';

let world: MetadataUnderTest;

beforeAll(async () => {
  world = await MetadataUnderTest.open();
  const { version } = await world.ask(installSchema, { schema: LAB_SCHEMA }, ADMIN);
  await world.ask(activateSchema, { version }, ADMIN);
}, 60_000);
afterAll(() => world?.close());

const documentsOf = async (collection: string, filter?: string) =>
  (await world.ask(listDocuments, { collection, limit: 1000, ...(filter && { filter }) })).documents;

describe('the schema', () => {
  it('is one that was installed, and says what it is about', async () => {
    const { active, typecodes, collections_of_types } = await world.ask(describeSchema, {});
    expect(collections_of_types).toEqual({ 'nmdc:Study': 'study_set', 'nmdc:Biosample': 'biosample_set' });
    expect(active).toMatchObject({ title: 'Lab', active: true, installed_by: 'user:admin' });
    expect(active.collections).toEqual(['study_set', 'biosample_set', 'counts_agg']);
    expect(typecodes).toEqual([
      { id: 'nmdc:Study_typecode', schema_class: 'nmdc:Study', name: 'sty' },
      { id: 'nmdc:Biosample_typecode', schema_class: 'nmdc:Biosample', name: 'bsm' },
    ]);
  });

  it('is installed once, by those who may, and only if it is one', async () => {
    const { version } = await world.ask(installSchema, { schema: LAB_SCHEMA }, ADMIN);
    const { schemas } = await world.ask(listSchemas, {});
    expect(schemas.filter(({ active }) => active)).toMatchObject([{ version }]);
    const install = (schema: Record<string, unknown>, caller = ADMIN) =>
      world.ask(installSchema, { schema }, caller);
    await expect(install(LAB_SCHEMA, RUNTIME)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(install({ title: 'nothing' })).rejects.toMatchObject({ code: 'invalid-schema' });
    for (const unknown of [999, 2 ** 31, Number.MAX_SAFE_INTEGER])
      await expect(world.ask(activateSchema, { version: unknown }, ADMIN)).rejects.toMatchObject({
        code: 'not-found',
      });
  });
});

describe('a submission', () => {
  it('is told what the schema says, where and why, of every collection', async () => {
    const { valid, findings } = await world.check({
      study_set: [study('a1'), { ...study('a2'), colour: 'red' }],
      biosample_set: [],
      soup_set: [{ id: 'x' }],
      counts_agg: 'none',
    });
    expect(valid).toBe(false);
    expect(findings).toEqual({
      biosample_set: [],
      counts_agg: ["'counts_agg' should be a list of documents"],
      soup_set: ["'soup_set' is not a known schema collection name"],
      study_set: ["Additional properties are not allowed ('colour' was unexpected) in /study_set/1"],
    });
  });

  it('may not hold an id twice', async () => {
    const { findings } = await world.check({ study_set: [study('b1'), study('b2'), study('b1')] });
    expect(findings.study_set).toEqual([
      "duplicate key: the id 'nmdc:sty-11-b1' stands at /study_set/0 and again at /study_set/2",
    ]);
  });

  it('may name only what is there, in it or before it', async () => {
    const submitted = { biosample_set: [biosample('c1', 'c0')] };
    const { findings } = await world.check(submitted);
    expect(findings.biosample_set).toEqual([
      "nmdc:bsm-11-c1 in /biosample_set/0 names 'nmdc:sty-11-c0' in associated_studies, and there is no such document in study_set",
    ]);
    expect(await world.check(submitted, false)).toMatchObject({ valid: true });
    expect(await world.check({ ...submitted, study_set: [study('c0')] })).toMatchObject({ valid: true });
    await world.apply({ study_set: [study('c0')] });
    expect(await world.check(submitted)).toMatchObject({ valid: true });
  });

  it('has one biosample of a name in a study, whatever it replaces', async () => {
    const named = (id: string, name: string) => ({ ...biosample(id, 'd0'), name });
    await world.apply({ study_set: [study('d0')], biosample_set: [named('d1', 'mud'), named('d2', 'sand')] });
    const twice = await world.check({ biosample_set: [named('d3', 'clay'), named('d4', 'clay')] });
    expect(twice.findings.biosample_set).toEqual([
      "the biosamples nmdc:bsm-11-d3, nmdc:bsm-11-d4 have the same name 'clay' in the study nmdc:sty-11-d0",
    ]);
    const asAnother = await world.check({ biosample_set: [named('d3', 'mud')] });
    expect(asAnother.findings.biosample_set).toEqual([
      "the biosample nmdc:bsm-11-d3 has the name 'mud' in the study nmdc:sty-11-d0, as nmdc:bsm-11-d1 has",
    ]);
    expect(await world.check({ biosample_set: [named('d1', 'mud')] })).toMatchObject({ valid: true });
    const swapped = { biosample_set: [named('d1', 'sand'), named('d2', 'mud')] };
    expect(await world.check(swapped)).toMatchObject({ valid: true });
  });

  it('comes in batches, one after the other, each once', async () => {
    const submission_id = randomUUID();
    const send = (n: number, id: string) =>
      world.ask(stageDocuments, {
        submission_id,
        n,
        items: [{ collection: 'study_set', place: n, document: study(id) }],
        collections: n === 0 ? [{ name: 'study_set', is_list: true }] : [],
      });
    expect(await send(0, 'e0')).toEqual({ documents: 1, findings: 0 });
    expect(await send(1, 'e1')).toEqual({ documents: 2, findings: 0 });
    expect(await send(1, 'e1')).toEqual({ documents: 2, findings: 0 });
    await expect(send(3, 'e3')).rejects.toMatchObject({ code: 'bad-request' });
    expect(await world.ask(checkSubmission, { submission_id, references: true })).toMatchObject({
      valid: true,
      documents: 2,
    });
    await expect(
      world.ask(checkSubmission, { submission_id, references: true }, ADMIN),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await world.ask(discardSubmission, { submission_id });
    await expect(send(2, 'e2')).rejects.toMatchObject({ code: 'submission-lost' });
  });
});

describe('what is applied', () => {
  it('replaces by id, dates what has dates, and keeps what is the same as it is', async () => {
    const first = await world.apply({ study_set: [study('f1'), study('f2')] });
    expect(first.study_set).toMatchObject({ nInserted: 2, nMatched: 0, nModified: 0 });
    const made = await world.ask(getDocument, { id: 'nmdc:sty-11-f1' });
    expect(made).toMatchObject({
      collection: 'study_set',
      version: 1,
      document: {
        name: 'f1',
        provenance_metadata: {
          type: 'nmdc:ProvenanceMetadata',
          add_date: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        },
      },
    });
    const second = await world.apply({ study_set: [{ ...study('f1'), name: 'new' }, study('f2')] });
    expect(second.study_set).toMatchObject({ nInserted: 0, nMatched: 2, nModified: 1 });
    const changed = await world.ask(getDocument, { id: 'nmdc:sty-11-f1' });
    const { add_date } = made.document.provenance_metadata as Record<string, string>;
    expect(changed).toMatchObject({
      version: 2,
      document: { name: 'new', provenance_metadata: { add_date, mod_date: expect.any(String) as string } },
    });
    const { items } = await world.ask(getDocumentHistory, { id: 'nmdc:sty-11-f1', after: 0, limit: 10 });
    expect(items).toMatchObject([
      { version: 1, who: 'site:nmdc-runtime', before: null, after: { name: 'f1' } },
      { version: 2, before: { name: 'f1' }, after: { name: 'new' } },
    ]);
  });

  it('may have no ids, and is there once however often it is sent', async () => {
    const counts = {
      counts_agg: [
        { was_generated_by: 'nmdc:wf-1', count: 3 },
        { was_generated_by: 'nmdc:wf-2', count: 3 },
      ],
    };
    expect((await world.apply(counts)).counts_agg).toMatchObject({ nInserted: 2 });
    expect((await world.apply(counts)).counts_agg).toMatchObject({ nInserted: 0, nMatched: 2, nModified: 0 });
    expect(await documentsOf('counts_agg')).toHaveLength(2);
    expect(await documentsOf('counts_agg', '{"was_generated_by":"nmdc:wf-2"}')).toHaveLength(1);
  });

  it('is all or nothing', async () => {
    const submitted = { study_set: [study('g1')], biosample_set: [biosample('g2', 'nowhere')] };
    await expect(world.apply(submitted)).rejects.toMatchObject({
      code: 'invalid-metadata',
      details: { findings: { study_set: [], biosample_set: [expect.stringContaining('nowhere')] } },
    });
    await expect(world.ask(getDocument, { id: 'nmdc:sty-11-g1' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('is one effect for each job: a later attempt is told of the first', async () => {
    const job = mintId();
    const lost = await world.operation(job);
    const first = await world.apply({ study_set: [study('h1')] }, lost);
    await world.release(lost);
    const again = await world.apply({ study_set: [study('h1'), study('h2')] }, await world.operation(job, 2));
    expect(again).toEqual(first);
    await expect(world.ask(getDocument, { id: 'nmdc:sty-11-h2' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('is applied by nobody but the runtime’s own site', async () => {
    const elsewhere = { kind: 'site' as const, siteId: 'my-lab', clientId: 'sys0lab' };
    const operation_id = await world.operation();
    const submission_id = await world.stage({ study_set: [study('x1')] }, elsewhere);
    await expect(
      world.ask(applySubmission, { submission_id, operation_id }, elsewhere),
    ).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('hand yours in') as string,
    });
  });

  it('is refused under an operation that is over', async () => {
    const operation_id = await world.operation();
    const submission_id = await world.stage({ study_set: [study('i1')] });
    await world.release(operation_id);
    await expect(world.ask(applySubmission, { submission_id, operation_id })).rejects.toMatchObject({
      code: 'operation-released',
    });
    expect(await documentsOf('study_set', '{"id":"nmdc:sty-11-i1"}')).toEqual([]);
  });

  it('is held against the schema that is active at that time', async () => {
    const [submission_id, operation_id] = [
      await world.stage({ study_set: [study('j1')] }),
      await world.operation(),
    ];
    const { schemas } = await world.ask(listSchemas, {});
    const other = schemas.find(({ active }) => !active)?.version ?? 0;
    const lab = schemas.find(({ active }) => active)?.version ?? 0;
    await world.ask(activateSchema, { version: other }, ADMIN);
    await expect(world.ask(applySubmission, { submission_id, operation_id })).rejects.toMatchObject({
      code: 'schema-changed',
    });
    await world.ask(activateSchema, { version: lab }, ADMIN);
    expect(
      (await world.ask(applySubmission, { submission_id, operation_id })).results.study_set,
    ).toMatchObject({
      nInserted: 1,
    });
  });

  it('is right when many apply at once', async () => {
    const name = (n: number) => ({ ...biosample(`k${n}`, 'k'), name: 'the same' });
    await world.apply({ study_set: [study('k')] });
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => world.apply({ biosample_set: [name(n)] })),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await documentsOf('biosample_set', '{"name":"the same"}')).toHaveLength(1);
  });
});

describe('the counts of collections', () => {
  it('are of those that have documents', async () => {
    await world.apply({ study_set: [study('l1')] });
    const { collections } = await world.ask(countDocuments, {});
    const [{ documents, size_bytes } = { documents: 0, size_bytes: 0 }] = collections.filter(
      ({ collection }) => collection === 'study_set',
    );
    expect(documents).toBe((await documentsOf('study_set')).length);
    expect(size_bytes).toBeGreaterThan(documents * 20);
  });
});

describe('ids', () => {
  it('are minted once each, in the form of their class, and known afterwards', async () => {
    const mint = (schema_class: string, how_many = 1) => world.ask(mintIds, { schema_class, how_many });
    const { ids } = await mint('nmdc:Biosample', 2000);
    expect(new Set(ids).size).toBe(2000);
    for (const id of ids) expect(id).toMatch(/^nmdc:bsm-11-[0-9a-hjkmnp-tv-z]{6}[0-9]{2}$/);
    expect(await world.ask(resolveId, { id: ids[0] ?? '' })).toMatchObject({
      schema_class: 'nmdc:Biosample',
      minted_by: 'site:nmdc-runtime',
      collection: null,
    });
    await expect(mint('nmdc:Soup')).rejects.toMatchObject({ code: 'unknown-class' });
    await expect(world.ask(resolveId, { id: 'nmdc:bsm-11-none' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('lists', () => {
  it('are of collections that the schema has', async () => {
    await expect(documentsOf('soup_set')).rejects.toMatchObject({ code: 'unknown-collection' });
    await expect(
      world.ask(getDocument, { id: 'nmdc:sty-11-f1', collection: 'biosample_set' }),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

import {
  describeSchema,
  searchDocuments,
  getDocuments,
  type Link,
  listDocuments,
  listLinks,
  summarizeDocuments,
} from '@callboard/contracts';
import { MetadataUnderTest } from './metadata-under-test.builder';

let world: MetadataUnderTest;

const id = (code: string, n: number | string): string => `nmdc:${code}-11-${n}`;
const run = (n: number): string => `${id('wfrqc', n)}.1`;

/** Of the schema that is shipped: two samples of a study, one of them sequenced, the reads cleaned twice. */
const DOCUMENTS: Record<string, { id: string; [slot: string]: unknown }[]> = {
  study_set: [{ id: id('sty', 1), type: 'nmdc:Study', name: 'mud' }],
  biosample_set: [
    { id: id('bsm', 1), type: 'nmdc:Biosample', name: 'wet', ph: 7, associated_studies: [id('sty', 1)] },
    { id: id('bsm', 2), type: 'nmdc:Biosample', name: 'Dry', ph: '7', associated_studies: [id('sty', 1)] },
    { id: id('bsm', 3), type: 'nmdc:Biosample', name: 'dry', associated_studies: [], embargoed: true },
  ],
  instrument_set: [{ id: id('inst', 1), type: 'nmdc:Instrument' }],
  data_generation_set: [
    {
      id: id('dgns', 1),
      type: 'nmdc:NucleotideSequencing',
      has_input: [id('bsm', 1)],
      has_output: [id('dobj', 1)],
      associated_studies: [id('sty', 1)],
      instrument_used: [id('inst', 1)],
    },
  ],
  workflow_execution_set: [
    {
      id: run(1),
      type: 'nmdc:ReadQcAnalysis',
      was_informed_by: [id('dgns', 1)],
      has_input: [id('dobj', 1)],
      has_output: [id('dobj', 2), id('dobj', 'gone')],
      superseded_by: `${id('wfrqc', 1)}.2`,
    },
    {
      id: `${id('wfrqc', 1)}.2`,
      type: 'nmdc:ReadQcAnalysis',
      was_informed_by: [id('dgns', 1)],
      has_input: [id('dobj', 1)],
      has_output: [],
    },
  ],
  data_object_set: [
    { id: id('dobj', 1), type: 'nmdc:DataObject', name: 'raw' },
    { id: id('dobj', 2), type: 'nmdc:DataObject', name: 'clean', was_generated_by: run(1) },
  ],
};

beforeAll(async () => {
  world = await MetadataUnderTest.open();
  for (const [collection, documents] of Object.entries(DOCUMENTS))
    for (const document of documents)
      await world.sql.query('insert into documents (key, collection, document) values ($1, $2, $3)', [
        document.id,
        collection,
        JSON.stringify(document),
      ]);
}, 60_000);
afterAll(() => world?.close());

const find = async (more: Partial<Parameters<typeof searchDocuments.input.parse>[0] & object>) => {
  const asked = { collections: ['biosample_set'], sort: [], skip: 0, limit: 10, ...more };
  const { texts, more: goesOn } = await world.ask(searchDocuments, asked);
  return { ids: texts.map((item) => item.id), more: goesOn };
};

describe('finds', () => {
  it('go by id, or in the order asked for: nothing, then numbers, then texts', async () => {
    const by = async (attribute: string, descending: boolean) =>
      (await find({ sort: [{ attribute, descending }] })).ids.map((each) => each.at(-1)).join('');
    expect((await find({})).ids).toEqual([id('bsm', 1), id('bsm', 2), id('bsm', 3)]);
    expect(await by('ph', false)).toBe('312');
    expect(await by('ph', true)).toBe('213');
    expect(await by('name', false)).toBe('231');
    expect(await by('id', true)).toBe('321');
    expect(await by("x'; drop table documents; --", false)).toBe('123');
  });

  it('begin at a place of the order or after an id, and say whether others follow', async () => {
    expect(await find({ skip: 1, limit: 1 })).toEqual({ ids: [id('bsm', 2)], more: true });
    expect(await find({ after: id('bsm', 1), limit: 2 })).toEqual({
      ids: [id('bsm', 2), id('bsm', 3)],
      more: false,
    });
    expect(await find({ skip: 12_000 })).toEqual({ ids: [], more: false });
  });

  it('filter, over several collections', async () => {
    const filter = JSON.stringify({ has_input: { $in: [id('bsm', 1), id('dobj', 1)] } });
    const { ids } = await find({ collections: ['data_generation_set', 'workflow_execution_set'], filter });
    expect(ids).toEqual([id('dgns', 1), run(1), `${id('wfrqc', 1)}.2`]);
    await expect(find({ collections: ['soup_set'] })).rejects.toMatchObject({ code: 'unknown-collection' });
    await expect(find({ filter: '{"a":{"$near":1}}' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('are counted, and grouped by the values of an attribute and of the members of lists', async () => {
    const summary = (group_by?: string, filter?: string) =>
      world.ask(summarizeDocuments, { collections: ['biosample_set'], group_by, filter });
    expect(await summary()).toEqual({ count: 3, groups: [] });
    expect(await summary('associated_studies')).toEqual({
      count: 3,
      groups: [{ key: id('sty', 1), count: 2 }],
    });
    expect((await summary('ph', '{"ph":7}')).groups).toEqual([{ key: 7, count: 1 }]);
    expect((await summary('nothing."here')).groups).toEqual([]);
  });

  it('know which collections hold processes', async () => {
    const { collections_of_processes: found } = await world.ask(describeSchema, {});
    expect(found).toEqual(['data_generation_set', 'workflow_execution_set']);
  });
});

describe('lists', () => {
  it('give the same as text', async () => {
    const asked = { collection: 'biosample_set', limit: 2 };
    const { documents, more } = await world.ask(listDocuments, asked);
    const inTail = await world.ask(listDocuments, { ...asked, in_tail: true });
    const text = { count: 2, last: documents.at(-1)?.key };
    expect(inTail).toMatchObject({ documents: [], text, more: true });
    expect(more).toBe(true);
    expect(JSON.parse(`[${Buffer.from(inTail.tail ?? []).toString()}]`)).toEqual(
      documents.map(({ document }) => document),
    );
  });

  it('give documents by their ids, those that exist', async () => {
    const { texts } = await world.ask(getDocuments, { ids: [id('sty', 1), 'none', id('bsm', 1)] });
    expect(texts.map((item) => item.id)).toEqual([id('bsm', 1), id('sty', 1)]);
  });
});

describe('links', () => {
  const links = async (ids: string[], types?: string[]): Promise<Link[]> =>
    (await world.ask(listLinks, { ids, types, limit: 100 })).links;
  const shown = (some: Link[], of: 'upstream_of' | 'downstream_of'): string[] =>
    some.filter((each) => each[of].length > 0).map((each) => each.id);

  it('lead upstream and downstream, over any number of documents', async () => {
    const found = await links([id('dgns', 1)]);
    expect(shown(found, 'upstream_of')).toEqual([id('bsm', 1), id('inst', 1), id('sty', 1)]);
    expect(shown(found, 'downstream_of')).toEqual([
      id('dobj', 1),
      id('dobj', 2),
      run(1),
      `${id('wfrqc', 1)}.2`,
    ]);
  });

  it('end at what made a file, whether the file says so or the run does', async () => {
    expect(shown(await links([id('dobj', 1)]), 'upstream_of')).toEqual([
      id('bsm', 1),
      id('dgns', 1),
      id('inst', 1),
      id('sty', 1),
    ]);
    expect(shown(await links([id('dobj', 2)]), 'upstream_of')).toContain(run(1));
  });

  it('tell of which of the given ones they are, given ones too', async () => {
    const found = await links([id('bsm', 1), id('sty', 1)]);
    expect(found.find((each) => each.id === id('dobj', 2))).toMatchObject({
      downstream_of: [id('bsm', 1), id('sty', 1)],
    });
    expect(found.find((each) => each.id === id('sty', 1))).toEqual({
      id: id('sty', 1),
      type: 'nmdc:Study',
      upstream_of: [id('bsm', 1)],
      downstream_of: [],
    });
    expect(found.find((each) => each.id === id('bsm', 2))).toMatchObject({ downstream_of: [id('sty', 1)] });
  });

  it('are told of some types, and walked over all', async () => {
    expect((await links([id('dobj', 2)], ['nmdc:Biosample'])).map((each) => each.id)).toEqual([id('bsm', 1)]);
    await expect(links([id('bsm', 1)], ['nmdc:Soup'])).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('go page by page', async () => {
    const asked = { ids: [id('sty', 1)] };
    const all = await links(asked.ids);
    const first = await world.ask(listLinks, { ...asked, limit: 3 });
    const rest = await world.ask(listLinks, { ...asked, limit: 100, after: first.links.at(-1)?.id });
    expect([first.more, rest.more]).toEqual([true, false]);
    expect([...first.links, ...rest.links]).toEqual(all);
  });

  it('say which of the given ids are unknown', async () => {
    const refused = links([id('bsm', 1), 'none', id('dobj', 'gone')]);
    await expect(refused).rejects.toMatchObject({
      code: 'not-found',
      details: { ids: ['none', id('dobj', 'gone')] },
    });
  });
});

import type { JobContext } from '@callboard/site-kit';
import { curatedDatabase } from './curated-database';

interface Staged {
  collection: string;
  place: number;
  document: Record<string, unknown>;
}

/** The service, giving two documents a page. */
function servedBy(staged: Staged[]): JobContext['ask'] {
  const ask = async (_contract: unknown, input: { after?: { collection: string; place: number } }) => {
    const { after } = input;
    const from = after
      ? staged.findIndex(
          ({ collection, place }) => collection === after.collection && place === after.place,
        ) + 1
      : 0;
    return { items: staged.slice(from, from + 2), more: from + 2 < staged.length };
  };
  return ask as unknown as JobContext['ask'];
}

async function textOf(staged: Staged[]): Promise<string> {
  let text = '';
  for await (const piece of curatedDatabase('id', servedBy(staged))) text += Buffer.from(piece).toString();
  return text;
}
const staged = (collection: string, place: number): Staged => ({
  collection,
  place,
  document: { id: `${collection}${place}` },
});

describe('curatedDatabase', () => {
  it.each([
    ['of one collection', [staged('a_set', 0), staged('a_set', 5), staged('a_set', 7)]],
    [
      'of several, one ending with a page',
      [staged('a_set', 0), staged('a_set', 1), staged('b_set', 0), staged('c_set', 0)],
    ],
    ['of one document', [staged('a_set', 3)]],
  ])('is the JSON of a Database %s', async (_, documents) => {
    const database = JSON.parse(await textOf(documents)) as Record<string, { id: string }[]>;
    const found = Object.entries(database).flatMap(([collection, list]) =>
      list.map((document) => [collection, document]),
    );
    expect(found).toEqual(documents.map(({ collection, document }) => [collection, document]));
  });

  it('is an empty one when nothing is left', async () => {
    expect(JSON.parse(await textOf([]))).toEqual({});
  });
});

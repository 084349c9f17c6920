import { withoutLegacyCollection } from './legacy-collection';
import { type Found, readDocuments } from './read-documents';

const OF_TYPES = { 'x:Run': 'run_set', 'x:Study': 'study_set' };

async function found(submission: unknown) {
  let asked = 0;
  async function* bytes() {
    yield await Promise.resolve(Buffer.from(JSON.stringify(submission)));
  }
  const all: Found[] = [];
  const collections = () => Promise.resolve(((asked += 1), OF_TYPES));
  for await (const each of withoutLegacyCollection(readDocuments(bytes()), collections)) all.push(each);
  return { all, asked };
}
const collection = (name: string, isList = true): Found => ({ what: 'collection', name, isList });
const document = (name: string, place: number, value: unknown): Found => ({
  what: 'document',
  collection: name,
  place,
  document: value,
});

describe('the legacy collection activity_set (contract 6.4, step 2)', () => {
  it('is handed out by type, after and before the collections that take its documents', async () => {
    const [run, more, study] = [
      { id: 1, type: 'x:Run' },
      { id: 2, type: 'x:Run' },
      { id: 3, type: 'x:Study' },
    ];
    const { all, asked } = await found({ run_set: [run], activity_set: [more, study], study_set: [study] });
    expect(all).toEqual([
      collection('run_set'),
      document('run_set', 0, run),
      document('run_set', 1, more),
      collection('study_set'),
      document('study_set', 0, study),
      document('study_set', 1, study),
    ]);
    expect(asked).toBe(1);
  });

  it('keeps what has no type that is known, to be refused by name', async () => {
    const odd = [{ id: 1, type: 'x:Other' }, { id: 2 }, { id: 3, type: 'constructor' }, 7, null];
    const { all } = await found({ activity_set: odd });
    expect(all).toEqual([
      collection('activity_set'),
      ...odd.map((each, place) => document('activity_set', place, each)),
    ]);
  });

  it('is no part of a submission once it is empty, and is refused when it is no list', async () => {
    expect((await found({ activity_set: [] })).all).toEqual([]);
    expect((await found({ activity_set: {} })).all).toEqual([collection('activity_set', false)]);
  });

  it('costs nothing where it is not', async () => {
    const { all, asked } = await found({ '@type': 'Database', study_set: [], run_set: { a: 1 } });
    expect(all).toEqual([collection('study_set'), collection('run_set', false)]);
    expect(asked).toBe(0);
  });
});

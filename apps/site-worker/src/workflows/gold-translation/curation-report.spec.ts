import { briefly, countsOf, curationReport } from './curation-report';

const reason = (collection: string, place: number | null) => ({
  collection,
  place,
  id: null,
  reason: `why ${place}`,
});
const READ = new Map([
  ['study_set', 3],
  ['soup_set', 2],
  ['__proto__', 1],
]);
const CURATION = {
  kept: { study_set: 1 },
  dropped: { study_set: 2 },
  reasons: [reason('soup_set', null), reason('study_set', 0), reason('study_set', 2)],
};

describe('the report of a curation', () => {
  const report = curationReport('sys0in', READ, CURATION);

  it('counts what was dropped, also of collections that the schema lacks', () => {
    expect(report).toMatchObject({ object_id: 'sys0in', read: 6, kept: 1, dropped: 5 });
    expect(report.collections.study_set).toMatchObject({ read: 3, kept: 1, dropped: 2 });
    expect(report.collections.soup_set).toMatchObject({ kept: 0, dropped: 2, reasons: [{ place: null }] });
    expect(Object.keys(report.collections)).toContain('__proto__');
  });

  it('is told in numbers alone, or with the first reasons', () => {
    expect(JSON.stringify(countsOf(report))).not.toContain('why');
    expect(briefly(report, 1).collections.study_set?.reasons).toEqual([
      { place: 0, id: null, reason: 'why 0' },
    ]);
  });
});

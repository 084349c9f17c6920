import {
  admit,
  type Candidate,
  checksumKey,
  type MeasuredContent,
  type Taken,
  type Upload,
} from './admission';

const sum = (checksum: string, type = 'sha256') => ({ type, checksum });
const candidate = (id: string, checksums: string[], more: Partial<Candidate> = {}): Candidate => ({
  id,
  checksums: checksums.map((each) => sum(each)),
  ...more,
});
const content = (uploadId: string): MeasuredContent => ({ uploadId, bytes: 3, chunks: 1, sha256: 'aa' });

function taken(more: {
  keys?: [string, string][];
  checksums?: [string, string][];
  uploads?: [string, Upload][];
}): Taken {
  return {
    keys: new Map(more.keys),
    checksums: new Map((more.checksums ?? []).map(([checksum, id]) => [checksumKey(sum(checksum)), id])),
    uploads: new Map(more.uploads),
  };
}
const verdicts = (candidates: Candidate[], given: Taken) =>
  admit(candidates, given).map((verdict) => (verdict.kind === 'refused' ? verdict.error.code : verdict));

describe('admission', () => {
  it('lets through what nobody else has, also when the candidate itself reserved it', () => {
    const given = taken({ keys: [['k', 'a']], checksums: [['1', 'a']] });
    expect(verdicts([candidate('a', ['1', '1'], { registrationKey: 'k' })], given)).toEqual([
      { kind: 'new' },
    ]);
  });

  it('names the object that has a checksum already', () => {
    const [verdict] = admit([candidate('a', ['1', '2'])], taken({ checksums: [['2', 'old']] }));
    expect(verdict).toMatchObject({
      kind: 'refused',
      error: { code: 'object-exists', details: { object_id: 'old', type: 'sha256', checksum: '2' } },
    });
  });

  it('takes a pair of type and checksum for one, not each by itself', () => {
    const md5 = { ...candidate('a', []), checksums: [sum('1', 'md5')] };
    expect(verdicts([md5], taken({ checksums: [['1', 'old']] }))).toEqual([{ kind: 'new' }]);
  });

  it('of two in one batch takes the first, and of a refused one nothing stays', () => {
    const batch = [candidate('a', ['1', 'old']), candidate('b', ['1']), candidate('c', ['1'])];
    const given = taken({
      checksums: [
        ['old', 'before'],
        ['1', 'a'],
      ],
    });
    expect(verdicts(batch, given)).toEqual(['object-exists', { kind: 'new' }, 'object-exists']);
  });

  it('gives the first object for a repeated key, whatever else is said', () => {
    const batch = [
      candidate('a', ['1'], { registrationKey: 'k' }),
      candidate('b', ['2'], { registrationKey: 'k' }),
      candidate('c', ['3'], { registrationKey: 'known' }),
    ];
    expect(verdicts(batch, taken({ keys: [['known', 'old']] }))).toEqual([
      { kind: 'new' },
      { kind: 'same', id: 'a' },
      { kind: 'same', id: 'old' },
    ]);
  });

  it('binds an upload once, and only as it was measured', () => {
    const uploads: [string, Upload][] = [
      ['fine', { bytes: 3, chunks: 1, objectId: null }],
      ['grown', { bytes: 4, chunks: 2, objectId: null }],
      ['bound', { bytes: 3, chunks: 1, objectId: 'old' }],
    ];
    const batch = ['fine', 'fine', 'grown', 'bound', 'gone'].map((uploadId, n) =>
      candidate(`o${n}`, [`${n}`], { content: content(uploadId) }),
    );
    expect(verdicts(batch, taken({ uploads }))).toEqual([
      { kind: 'new' },
      'upload-conflict',
      'upload-conflict',
      'upload-conflict',
      'not-found',
    ]);
  });
});

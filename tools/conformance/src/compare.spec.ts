import { compareRule, compareShape, compareValues, type Shape } from './compare';

const claim: Shape = { name: 'claim', must: { op_id: 'text' }, may: { done: 'flag' } };
const job: Shape = {
  name: 'job',
  must: { id: 'text', made: 'time', size: 'whole', kind: ['a', 'b'] },
  may: { claims: { listOf: { shape: claim } }, name: 'text' },
  never: ['secret'],
};
const good = { id: 'j', made: '2026-01-02T03:04:05.678000', size: 1, kind: 'a' };
const places = (value: unknown, mode: 'FULL' | 'SET' | 'RAW'): string[] =>
  compareShape(value, job, mode).map(({ place, expected }) => `${place}: ${expected}`);

describe('a shape of the contract', () => {
  it('is met, whatever else stands beside it', () => {
    expect(places({ ...good, claims: [{ op_id: 'o', done: true }], state: 'queued' }, 'SET')).toEqual([]);
    expect(places({ ...good, made: '2026-01-02T03:04:05Z', claims: null, name: 'n' }, 'FULL')).toEqual([]);
  });

  it('says of each field that differs what was expected, and what came', () => {
    expect(compareShape({ ...good, size: '1', kind: 'c' }, job, 'SET')).toEqual([
      { place: 'size', expected: 'whole', came: '"1"' },
      { place: 'kind', expected: 'one of ["a","b"]', came: '"c"' },
    ]);
    expect(places({}, 'SET')).toHaveLength(4);
    expect(places([], 'SET')).toEqual([': an object (job)']);
  });

  it('in FULL leaves nothing out, at any depth', () => {
    expect(places({ ...good, name: null, claims: [{ op_id: 'o' }] }, 'FULL')).toEqual([
      'claims[0].done: null, not left out',
    ]);
  });

  it('in SET shows no nulls, at any depth', () => {
    expect(places({ ...good, name: null, claims: [{ op_id: 'o', done: null }] }, 'SET')).toEqual([
      'claims[0].done: left out, not null',
      'name: left out, not null',
    ]);
  });

  it('in RAW is without _id, and nulls that are stored stay', () => {
    expect(places({ ...good, name: null, _id: 'x' }, 'RAW')).toEqual(['_id: no such key']);
  });

  it('names keys that must never be seen', () => {
    expect(places({ ...good, secret: 'x' }, 'SET')).toEqual(['secret: no such key']);
  });

  it('has patterns, and a mode of its own for a part', () => {
    expect(compareRule('abc', /^a/, 'SET', 'x')).toEqual([]);
    expect(compareRule('bc', /^a/, 'SET', 'x')).toHaveLength(1);
    expect(compareRule({ op_id: 'o' }, { shape: claim, mode: 'SET' }, 'FULL', 'x')).toEqual([]);
  });
});

describe('a value that has to come back as sent', () => {
  const sent = { a: [1, { b: null }], c: 719 };

  it('does so in any order of keys', () => {
    expect(compareValues({ c: 719.0, a: [1, { b: null }] }, sent)).toEqual([]);
  });

  it.each([
    [{ a: [1, {}], c: 719 }, 'a[1].b'],
    [{ a: [1, { b: null }, 2], c: 719 }, 'a'],
    [{ a: [1, { b: null }], c: '719' }, 'c'],
    [{ ...sent, d: 1 }, 'd'],
    [null, ''],
  ])('differs in %j', (came, place) => {
    expect(compareValues(came, sent)).toEqual([expect.objectContaining({ place })]);
  });
});

import { projectionOf } from './projection-of';

const document = { id: 'a', b: { c: 1, d: 2 }, list: [{ c: 1, d: 2 }, 3] };

describe('the projection of a find', () => {
  it.each<[Record<string, unknown>, unknown]>([
    [{ b: 1 }, { b: { c: 1, d: 2 } }],
    [
      { id: true, 'b.c': 1 },
      { id: 'a', b: { c: 1 } },
    ],
    [{ 'list.c': 1 }, { list: [{ c: 1 }] }],
    [{ b: 0, id: 0 }, { list: [{ c: 1, d: 2 }, 3] }],
    [
      { 'list.c': false, b: 0 },
      { id: 'a', list: [{ d: 2 }, 3] },
    ],
    [{ _id: 0, id: 1 }, { id: 'a' }],
    [{ _id: 1, b: 0, list: 0 }, { id: 'a' }],
  ])('%j', (sent, expected) => {
    expect(projectionOf(sent)?.(document)).toEqual(expected);
  });

  it('is the whole document where nothing is named, or only the _id that there is not', () => {
    expect(projectionOf({})).toBeUndefined();
    expect(projectionOf({ _id: 0 })).toBeUndefined();
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ a: 1, b: 0 }, /either names/],
    [{ a: { $slice: 1 } }, /1 or 0/],
    [{ [Array.from({ length: 21 }, () => 'a').join('.')]: 0 }, /steps/],
  ])('%j is refused', (sent, words) => {
    expect(() => projectionOf(sent)).toThrow(words);
  });
});

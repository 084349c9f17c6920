import { batchesOf } from './batches';

describe('batches', () => {
  it('keeps order and limits', () => {
    expect(batchesOf([], { items: 2, bytes: 10 })).toEqual([]);
    expect(batchesOf([1, 2, 3, 4, 5], { items: 2, bytes: 10 })).toEqual([[1, 2], [3, 4], [5]]);
    expect(batchesOf([4, 6, 1, 50, 3], { items: 9, bytes: 10 }, (size) => size)).toEqual([
      [4, 6],
      [1],
      [50],
      [3],
    ]);
  });
});

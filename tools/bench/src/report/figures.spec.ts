import { figuresOf, table } from './figures';

describe('figures', () => {
  it('are the middle and the slow end of the times, in whatever order they come', () => {
    const times = Array.from({ length: 200 }, (_, n) => 200 - n);
    expect(figuresOf(times)).toEqual({ p50: 101, p99: 199 });
    expect(figuresOf([7])).toEqual({ p50: 7, p99: 7 });
  });

  it('stand in columns', () => {
    expect(
      table([
        ['what', 'p50'],
        ['by id', '1.25'],
      ]),
    ).toBe('what    p50\nby id  1.25');
  });
});

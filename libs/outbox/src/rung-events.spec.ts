import { RungEvents } from './rung-events';

describe('RungEvents', () => {
  it('are taken in their order, as many as asked for', () => {
    const rung = new RungEvents();
    for (const id of ['a', 'b', 'c']) expect(rung.add(id)).toBe(true);
    expect(rung.take(2)).toEqual(['a', 'b']);
    expect(rung.any).toBe(true);
    expect(rung.take(Infinity)).toEqual(['c']);
    expect(rung.any).toBe(false);
  });

  it('are forgotten when there are too many, and say so', () => {
    const rung = new RungEvents();
    for (let n = 0; n < 10_000; n += 1) rung.add(String(n));
    expect(rung.add('one too many')).toBe(false);
    expect(rung.any).toBe(false);
    expect(rung.add('next')).toBe(true);
  });
});

import { type Neighbours, spread, TooFar } from './spread';

const ASKED: string[] = [];
const graph =
  (edges: Record<string, string[]>): Neighbours =>
  (ids) => {
    ASKED.push(...ids);
    return Promise.resolve(new Map(ids.map((id) => [id, edges[id] ?? []])));
  };
const BOUNDS = { documents: 5, steps: 6 };
const walk = async (starts: string[], edges: Record<string, string[]>) => {
  ASKED.length = 0;
  const reached = await spread(starts, graph(edges), BOUNDS);
  return Object.fromEntries([...reached].map(([id, from]) => [id, [...from].sort().join('')]));
};

describe('a walk along links', () => {
  it('tells of each document from which starts it was come to, and asks each once', async () => {
    const edges = { a: ['c'], b: ['c', 'a'], c: ['d'] };
    expect(await walk(['a', 'b'], edges)).toEqual({ a: 'b', c: 'ab', d: 'ab' });
    expect([...ASKED].sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('ends in circles, and never comes to itself', async () => {
    expect(await walk(['a'], { a: ['b', 'a'], b: ['c'], c: ['a'] })).toEqual({ b: 'a', c: 'a' });
  });

  it('goes no further than is granted', async () => {
    const many = Array.from({ length: 6 }, (_, n) => `m${n}`);
    await expect(walk(['a'], { a: many })).rejects.toThrow(TooFar);
    await expect(walk(['a'], { a: many.slice(1) })).resolves.toBeDefined();
    const chain = Object.fromEntries('abcdef'.split('').map((each, n) => [each, ['abcdefg'.charAt(n + 1)]]));
    await expect(spread(['a'], graph(chain), { documents: 99, steps: 6 })).rejects.toThrow(/after 6 steps/);
  });
});

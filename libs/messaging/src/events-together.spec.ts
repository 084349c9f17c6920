import { eventsTogether } from './events-together';

interface Item {
  id: string;
  n: number;
}

const item = (id: string, n = 1): Item => ({ id, n });

/** A handler that tells what it was called with, and refuses what is odd. */
function recorded() {
  const calls: string[][] = [];
  const handle = eventsTogether<Item>(
    async (items) => {
      calls.push(items.map(({ id, n }) => `${id}${n}`));
      await new Promise(setImmediate);
      if (items.some(({ id }) => id === 'odd')) throw new Error('odd');
    },
    ({ id }) => id,
  );
  return { calls, handle };
}

describe('eventsTogether', () => {
  it('handles in one go what comes together', async () => {
    const { calls, handle } = recorded();
    await Promise.all([handle([item('a'), item('b')]), handle([item('c')])]);
    expect(calls).toEqual([['a1', 'b1', 'c1']]);
  });

  it('handles two events about one thing in turn', async () => {
    const { calls, handle } = recorded();
    await Promise.all([handle([item('a', 1), item('b', 1)]), handle([item('c', 1)]), handle([item('a', 2)])]);
    expect(calls).toEqual([['a1', 'b1', 'c1'], ['a2']]);
  });

  it('fails the event alone that is to blame', async () => {
    const { calls, handle } = recorded();
    const outcomes = await Promise.allSettled([handle([item('a')]), handle([item('odd')])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(calls).toEqual([['a1', 'odd1'], ['a1'], ['odd1']]);
  });
});

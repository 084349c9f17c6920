import { everyOrder } from './every-order';

describe('every order', () => {
  const orders = everyOrder(['a', 'b', 'c'], Math.random).map(({ things }) => things.join(''));

  it('has each permutation, and each with the whole again', () => {
    const permutations = ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'];
    expect(orders.slice(0, 6)).toEqual(permutations);
    expect(orders.slice(6, 12)).toEqual(permutations.map((order) => `${order}abc`));
  });

  it('draws further ones, in which each comes one to three times', () => {
    const drawn = orders.slice(12);
    expect(drawn.filter((order) => ['a', 'b', 'c'].every((thing) => order.includes(thing)))).toHaveLength(60);
    expect(drawn.filter((order) => /(.).*\1.*\1.*\1/.test(order))).toEqual([]);
  });

  it('tells each delivery by the places of what came', () => {
    expect(everyOrder(['x', 'y'], Math.random)[1]?.how).toBe('2 1');
  });
});

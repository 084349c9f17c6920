/** How often everything is drawn at random besides: each thing one to three times, in any order. */
const DRAWN = 60;
const MOST_REPEATS = 3;

/** One way in which things may be delivered that were sent in order, and more than once. */
export interface Delivery<T> {
  readonly how: string;
  readonly things: readonly T[];
}

/**
 * Every way in which a broker may deliver these things: each permutation, each permutation followed by the whole again,
 * and deliveries with repeats that `random` draws.
 *
 * @param things few: there are n! permutations
 * @param random gives numbers from 0 up to 1
 */
export function everyOrder<T>(things: readonly T[], random: () => number): Delivery<T>[] {
  const orders = permutations([...things.entries()]);
  const repeated = orders.map((order) => [...order, ...things.entries()]);
  const drawn = Array.from({ length: DRAWN }, () => draw([...things.entries()], random));
  return [...orders, ...repeated, ...drawn].map((order) => ({
    how: order.map(([place]) => place + 1).join(' '),
    things: order.map(([, thing]) => thing),
  }));
}

function permutations<T>(things: readonly T[]): T[][] {
  if (things.length === 0) return [[]];
  return things.flatMap((first, at) =>
    permutations(things.filter((_, place) => place !== at)).map((rest) => [first, ...rest]),
  );
}

function draw<T>(things: readonly T[], random: () => number): T[] {
  const times = () => Array.from({ length: 1 + Math.floor(random() * MOST_REPEATS) });
  return things
    .flatMap((thing) => times().map(() => ({ thing, place: random() })))
    .sort((one, other) => one.place - other.place)
    .map(({ thing }) => thing);
}

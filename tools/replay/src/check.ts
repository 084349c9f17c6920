/** What a client would have died of. */
export class Unexpected extends Error {}

/** Goes on only when `what` is so; otherwise says what came instead. */
export function must(what: string, so: unknown, came: unknown): asserts so {
  if (so) return;
  throw new Unexpected(`${what}; what came was ${JSON.stringify(came)?.slice(0, 500) ?? 'nothing'}`);
}

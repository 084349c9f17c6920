import { setTimeout as pause } from 'node:timers/promises';
import { Differs } from './outcome';

const ASK_EVERY_MS = 500;

/** Asks until there is an answer: what follows an event takes a moment (of the reference up to a minute). */
export async function patiently<T>(
  call: string,
  expected: string,
  withinMs: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > end)
      throw new Differs(call, [{ place: '', expected, came: `nothing within ${withinMs / 1000} s` }]);
    await pause(ASK_EVERY_MS);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { clockMs } from './clock';

/**
 * Starts `count` pieces of work at a steady rate, whether or not earlier ones are done: users do not wait for each
 * other. `work` hears when it should have begun, by {@link clockMs}; what begins late because the sender is slow counts
 * from then, so that a stall is felt by all that it holds up, as it is in truth.
 */
export async function openLoop(
  perSecond: number,
  count: number,
  work: (n: number, due: number) => Promise<unknown>,
): Promise<void> {
  const start = clockMs();
  const all: Promise<unknown>[] = [];
  for (let n = 0; n < count; n += 1) {
    const due = start + (n * 1000) / perSecond;
    // A timer may ring up to a millisecond early.
    for (let early = due - clockMs(); early > 0; early = due - clockMs()) await delay(early);
    const one = work(n, due);
    one.catch(() => undefined); // It is told below, once all have begun.
    all.push(one);
  }
  await Promise.all(all);
}

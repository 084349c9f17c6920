import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

export interface EventuallyOptions {
  /** When to give up, in ms. Default: 10,000. */
  timeoutMs?: number;
  /** Pause between two looks, in ms. Default: 20. */
  everyMs?: number;
}

const TIMEOUT_MS = 10_000;
const EVERY_MS = 20;
const LONGEST_VALUE = 500;

/**
 * Waits for a fact: looks again and again until `probe` gives something truthy, and gives that back. A probe that
 * throws counts as "not yet". On giving up it throws, naming `what` was waited for and what was last seen.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  options: EventuallyOptions = {},
): Promise<T> {
  const { timeoutMs = TIMEOUT_MS, everyMs = EVERY_MS } = options;
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look(probe);
    if ('value' in seen && seen.value) return seen.value;
    if (performance.now() >= giveUpAt) throw gaveUp(what, timeoutMs, seen);
    await delay(everyMs);
  }
}

type Seen<T> = { value: T | undefined | null | false } | { error: unknown };

async function look<T>(
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
): Promise<Seen<T>> {
  try {
    return { value: await probe() };
  } catch (error) {
    return { error };
  }
}

function gaveUp(what: string, timeoutMs: number, seen: Seen<unknown>): Error {
  const last =
    'error' in seen
      ? `the last look failed: ${inspect(seen.error).slice(0, LONGEST_VALUE)}`
      : `the last look gave ${inspect(seen.value).slice(0, LONGEST_VALUE)}`;
  const cause = 'error' in seen ? { cause: seen.error } : undefined;
  return new Error(`gave up after ${timeoutMs} ms waiting for: ${what}; ${last}`, cause);
}

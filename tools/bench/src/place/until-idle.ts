import { setTimeout as delay } from 'node:timers/promises';
import { cpuTimes } from './cpu-time';
import type { Named } from './process-table';

const EVERY_MS = 500;
/** All processes together, in one look: what a stack that has nothing to do spends on its clocks stays below. */
const IDLE_MS = 60;
const WITHIN_MS = 10_000;

/**
 * Waits until the processes have little to do, so that what went before is not measured with what comes. Goes on after
 * ten seconds in any case, and at once where the system does not tell.
 */
export async function untilIdle(processes: readonly Named[]): Promise<void> {
  const giveUpAt = performance.now() + WITHIN_MS;
  for (let before = spent(processes); before > 0 && performance.now() < giveUpAt;) {
    await delay(EVERY_MS);
    const now = spent(processes);
    if (now - before < IDLE_MS) return;
    before = now;
  }
}

const spent = (processes: readonly Named[]): number =>
  [...cpuTimes(processes).values()].reduce((sum, ms) => sum + ms, 0);

/** How often an op is tried within one run, and how long it waits between. */
export interface RetryPolicy {
  /** Tries in all; 1 is none again. */
  readonly attempts: number;
  /** Pause after the first failure, in milliseconds. */
  readonly waitMs: number;
  /** By how much the pause grows each time; 2 unless said. */
  readonly factor?: number;
  /** The pause never grows beyond this; five minutes unless said. */
  readonly maxWaitMs?: number;
  /** Share of the pause that is left to chance, so that many do not come back at once; 0.2 unless said. */
  readonly jitter?: number;
}

const MOST_ATTEMPTS = 20;
const LONGEST_WAIT_MS = 300_000;

export const ONCE: RetryPolicy = { attempts: 1, waitMs: 0 };

/** Pause after so many failures; `chance` is from 0 to 1. */
export function pauseAfter(failures: number, policy: RetryPolicy, chance: number): number {
  const { waitMs, factor = 2, maxWaitMs = LONGEST_WAIT_MS, jitter = 0.2 } = policy;
  const whole = Math.min(maxWaitMs, waitMs * factor ** (failures - 1));
  return Math.round(whole * (1 - jitter * chance));
}

/** @throws TypeError that says which setting makes no sense, and what would */
export function demandPolicy(op: string, policy: RetryPolicy): void {
  const { attempts, waitMs, factor = 2, maxWaitMs = LONGEST_WAIT_MS, jitter = 0.2 } = policy;
  const demand = (holds: boolean, what: string): void => {
    if (!holds) throw new TypeError(`retry of op ${op}: ${what}`);
  };
  demand(
    Number.isInteger(attempts) && attempts >= 1 && attempts <= MOST_ATTEMPTS,
    `attempts must be 1 to ${MOST_ATTEMPTS}, not ${attempts}`,
  );
  demand(waitMs >= 0 && Number.isFinite(waitMs), `waitMs must be 0 or more, not ${waitMs}`);
  demand(factor >= 1, `factor must be 1 or more, not ${factor}`);
  demand(maxWaitMs >= waitMs, `maxWaitMs must be at least waitMs (${waitMs}), not ${maxWaitMs}`);
  demand(jitter >= 0 && jitter <= 1, `jitter must be 0 to 1, not ${jitter}`);
}

import { OUTCOMES } from '@callboard/contracts';
import { mayMove } from './job-states';
import { settlementOf } from './settlement';

const SHIPPED = {
  maxAttempts: 1,
  maxExpiries: 3,
  retryDelayMs: 10_000,
  longestRetryDelayMs: 3_600_000,
  finalErrorCodes: [] as string[],
};
const RETRYING = { ...SHIPPED, maxAttempts: 3 };
/** Where within its bounds a wait lies. */
const LATEST = 0;
const SOONEST = 1;
const NEW = { failures: 0, expiries: 0 };

describe('settlement of a claimed job', () => {
  it.each(OUTCOMES)('makes only allowed moves after %s', (outcome) => {
    for (const policy of [SHIPPED, RETRYING]) {
      for (let count = 0; count < 5; count += 1) {
        const { to } = settlementOf({ outcome }, { failures: count, expiries: count }, policy);
        expect(mayMove('claimed', to)).toBe(true);
      }
    }
  });

  it('succeeds, and cancels', () => {
    expect(settlementOf({ outcome: 'succeeded' }, NEW, SHIPPED)).toMatchObject({ to: 'succeeded', ...NEW });
    expect(settlementOf({ outcome: 'cancelled' }, NEW, SHIPPED)).toMatchObject({ to: 'cancelled', ...NEW });
  });

  it('queues after a release, however often, and counts nothing', () => {
    const tally = { failures: 0, expiries: 2 };
    expect(settlementOf({ outcome: 'released' }, tally, SHIPPED)).toMatchObject({
      to: 'queued',
      ...tally,
      delayMs: 0,
    });
  });

  it('takes a reported failure as final unless the workflow says otherwise', () => {
    expect(settlementOf({ outcome: 'failed' }, NEW, SHIPPED)).toMatchObject({ to: 'failed', failures: 1 });
  });

  it('tries again with doubled waits until the attempts ran out', () => {
    expect(settlementOf({ outcome: 'failed' }, NEW, RETRYING, LATEST)).toMatchObject({
      to: 'queued',
      failures: 1,
      delayMs: 10_000,
    });
    expect(settlementOf({ outcome: 'failed' }, { failures: 1, expiries: 0 }, RETRYING, LATEST)).toMatchObject(
      {
        to: 'queued',
        failures: 2,
        delayMs: 20_000,
      },
    );
    expect(settlementOf({ outcome: 'failed' }, { failures: 2, expiries: 0 }, RETRYING)).toMatchObject({
      to: 'dead',
      failures: 3,
    });
  });

  it('does not repeat what cannot succeed', () => {
    const end = { outcome: 'failed', errorCode: 'checksum-mismatch', retriable: false } as const;
    const settled = settlementOf(end, NEW, RETRYING);
    expect(settled.to).toBe('failed');
    expect(settled.why).toContain('checksum-mismatch');
  });

  it('waits an hour at most', () => {
    const patient = { ...RETRYING, maxAttempts: 100 };
    const wait = (random: number) =>
      settlementOf({ outcome: 'failed' }, { failures: 90, expiries: 0 }, patient, random).delayMs;
    expect(wait(LATEST)).toBe(3_600_000);
    expect(wait(SOONEST)).toBe(2_880_000);
  });

  it('spreads waits over their last fifth, so that what failed together does not come back together', () => {
    const waits = Array.from(
      { length: 200 },
      () => settlementOf({ outcome: 'failed' }, NEW, RETRYING).delayMs,
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(8_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(10_000);
    expect(new Set(waits).size).toBeGreaterThan(50);
  });

  it('takes the codes that a workflow names as final, attempts left or not', () => {
    const policy = { ...RETRYING, finalErrorCodes: ['bad-reads'] };
    const end = { outcome: 'failed', retriable: true } as const;
    expect(settlementOf({ ...end, errorCode: 'bad-reads' }, NEW, policy)).toMatchObject({
      to: 'failed',
      errorCode: 'bad-reads',
    });
    expect(settlementOf({ ...end, errorCode: 'out-of-memory' }, NEW, policy).to).toBe('queued');
  });

  it('gives up at the third lost lease, and counts expiries apart from failures', () => {
    expect(settlementOf({ outcome: 'expired' }, { failures: 0, expiries: 1 }, SHIPPED)).toMatchObject({
      to: 'queued',
      failures: 0,
      expiries: 2,
    });
    expect(settlementOf({ outcome: 'expired' }, { failures: 0, expiries: 2 }, SHIPPED)).toMatchObject({
      to: 'dead',
      failures: 0,
      expiries: 3,
    });
  });
});

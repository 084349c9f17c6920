import { DomainError } from '@callboard/kernel';
import { Reject } from './dead-letters';
import { FailureCounts } from './failure-counts';
import { retryDelay } from './retry-delay';
import { settle } from './settlement';

const failed = (error: unknown) => ({ handled: false, error }) as const;
const tries = (deliveries: number, failures = deliveries) => ({ deliveries, failures, most: 3 });

describe('settle', () => {
  it('acknowledges what was handled', () => {
    expect(settle({ handled: true }, tries(99))).toEqual({ kind: 'ack' });
  });

  it('gives up at once what the handler rejects', () => {
    expect(settle(failed(new Reject('no such kind')), tries(1))).toEqual({
      kind: 'dead-letter',
      reason: 'no such kind',
    });
  });

  it('retries a failure later and later, and gives it up in the end', () => {
    const error = new Error('bad luck');
    expect(settle(failed(error), tries(1))).toEqual({ kind: 'retry', delayMs: 250 });
    expect(settle(failed(error), tries(2))).toEqual({ kind: 'retry', delayMs: 500 });
    expect(settle(failed(error), tries(3))).toEqual({
      kind: 'dead-letter',
      reason: 'failed 3 times, at last with: bad luck',
    });
  });

  it('never gives up an event because somebody else is down', () => {
    for (const code of ['unavailable', 'overloaded']) {
      expect(settle(failed(new DomainError(code, 'later')), tries(1000))).toMatchObject({
        kind: 'retry',
        delayMs: 30_000,
      });
    }
    expect(settle(failed(new DomainError('not-found', 'no')), tries(1000))).toMatchObject({
      kind: 'dead-letter',
    });
  });

  it('does not hold deliveries against an event that were in vain for another reason', () => {
    expect(settle(failed(new Error('bad luck')), tries(1000, 1))).toMatchObject({ kind: 'retry' });
  });
});

describe('FailureCounts', () => {
  it('counts each event for itself, until it is forgotten', () => {
    const counts = new FailureCounts();
    expect([counts.add(1), counts.add(1), counts.add(2)]).toEqual([1, 2, 1]);
    counts.forget(1);
    expect([counts.add(1), counts.add(2)]).toEqual([1, 2]);
  });

  it('keeps a thousand, the latest', () => {
    const counts = new FailureCounts();
    for (let sequence = 0; sequence <= 1_000; sequence += 1) counts.add(sequence);
    expect([counts.add(0), counts.add(1_000)]).toEqual([1, 2]);
  });
});

describe('retryDelay', () => {
  it('doubles from 250 ms to 30 s', () => {
    expect([1, 2, 3, 7, 8, 1e9].map(retryDelay)).toEqual([250, 500, 1000, 16_000, 30_000, 30_000]);
  });
});

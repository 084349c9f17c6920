import { DomainError } from '@callboard/kernel';
import { Reject } from './dead-letters';
import { retryDelay } from './retry-delay';
import { settle } from './settlement';

const failed = (error: unknown) => ({ handled: false, error }) as const;

describe('settle', () => {
  it('acknowledges what was handled', () => {
    expect(settle({ handled: true }, 99, 20)).toEqual({ kind: 'ack' });
  });

  it('gives up at once what the handler rejects', () => {
    expect(settle(failed(new Reject('no such kind')), 1, 20)).toEqual({
      kind: 'dead-letter',
      reason: 'no such kind',
    });
  });

  it('retries a failure later and later, and gives it up in the end', () => {
    const error = new Error('bad luck');
    expect(settle(failed(error), 1, 3)).toEqual({ kind: 'retry', delayMs: 250 });
    expect(settle(failed(error), 2, 3)).toEqual({ kind: 'retry', delayMs: 500 });
    expect(settle(failed(error), 3, 3)).toEqual({
      kind: 'dead-letter',
      reason: 'failed 3 times, at last with: bad luck',
    });
  });

  it('never gives up an event because somebody else is down', () => {
    for (const code of ['unavailable', 'overloaded']) {
      expect(settle(failed(new DomainError(code, 'later')), 1000, 3)).toMatchObject({
        kind: 'retry',
        delayMs: 30_000,
      });
    }
    expect(settle(failed(new DomainError('not-found', 'no')), 1000, 3)).toMatchObject({
      kind: 'dead-letter',
    });
  });
});

describe('retryDelay', () => {
  it('doubles from 250 ms to 30 s', () => {
    expect([1, 2, 3, 7, 8, 1e9].map(retryDelay)).toEqual([250, 500, 1000, 16_000, 30_000, 30_000]);
  });
});

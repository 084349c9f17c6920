import { type Outcome, OUTCOMES } from '@callboard/contracts';
import type { Operation } from './operation';
import { endOf } from './operation';
import { REFUSAL_AFTER } from './operation-states';
import { endedAs, live, OPERATION_BYTES, ownedBy, progressed, settled } from './operation-writes';

const open: Operation = {
  id: 'op-1',
  siteId: 'alpha',
  attempt: 2,
  state: 'open',
  expireTime: new Date(0),
  result: null,
  metadata: { stage: 1 },
  job: { id: 'job-1', workflow: { id: 'w' }, config: {} },
  promised: null,
  version: 1,
  endedAt: null,
  traceparent: null,
  written: false,
};
const ended = (state: Outcome, more: Partial<Operation> = {}): Operation => ({
  ...open,
  state,
  version: 2,
  endedAt: new Date(1),
  ...more,
});

describe('writes under an operation', () => {
  it('are for the site that claimed', () => {
    expect(() => ownedBy('alpha', 'op-1', undefined)).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => ownedBy('beta', 'op-1', open)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(() => ownedBy('beta', 'op-1', ended('expired'))).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
    expect(ownedBy('alpha', 'op-1', open)).toBe(open);
  });

  it.each(OUTCOMES)('are refused with the code that tells of the end: %s', (outcome) => {
    const refusal = expect.objectContaining({ code: REFUSAL_AFTER[outcome] }) as Error;
    expect(() => live(ended(outcome))).toThrow(refusal);
    expect(() => progressed(ended(outcome), {})).toThrow(refusal);
  });

  it('keep what is not sent', () => {
    expect(progressed({ ...open, result: 7 }, { metadata: { b: 1 } })).toMatchObject({
      state: 'open',
      result: 7,
      metadata: { stage: 1, b: 1 },
    });
    expect(progressed({ ...open, result: 7 }, { result: null })).toMatchObject({ result: null });
  });

  it('refuse what could not be read again', () => {
    const half = 'x'.repeat(OPERATION_BYTES / 2);
    const first = progressed(open, { metadata: { half } });
    expect(() => progressed(first, { metadata: { other: half } })).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    );
    expect(() => settled(first, { result: half })).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});

describe('the end', () => {
  it('takes the last result and metadata along', () => {
    expect(settled(open, { result: { n: 1 }, metadata: { b: 1 } })).toMatchObject({
      state: 'succeeded',
      result: { n: 1 },
      metadata: { stage: 1, b: 1 },
    });
    expect(settled({ ...open, metadata: { cancelled: true } }, {})).toMatchObject({ state: 'cancelled' });
    expect(settled({ ...open, result: { code: 'a', message: 'b' } }, {})).toMatchObject({ state: 'failed' });
  });

  it('is accepted again without effect when it is the same', () => {
    const done = ended('succeeded', { result: { a: 1, b: [2] } });
    expect(settled(done, { result: { b: [2], a: 1 }, metadata: { late: true } })).toBe(done);
    expect(settled(done, {})).toBe(done);
    const failed = ended('failed', { result: { code: 'a', message: 'b' } });
    expect(settled(failed, {})).toBe(failed);
    const cancelled = ended('cancelled');
    expect(settled(cancelled, { metadata: { cancelled: true } })).toBe(cancelled);
    expect(endedAs(cancelled, 'cancelled')).toBe(cancelled);
    const released = ended('released');
    expect(endedAs(released, 'released')).toBe(released);
  });

  it.each([
    ['another result', () => settled(ended('succeeded', { result: 1 }), { result: 2 }), 'operation-settled'],
    [
      'no result after one',
      () => settled(ended('succeeded', { result: 1 }), { result: null }),
      'operation-settled',
    ],
    [
      'a failure after success',
      () => settled(ended('succeeded'), { result: { code: 'a', message: 'b' } }),
      'operation-settled',
    ],
    ['a result after release', () => settled(ended('released'), { result: 1 }), 'operation-released'],
    ['a bare end after release', () => settled(ended('released'), {}), 'operation-released'],
    [
      'a cancel after release',
      () => settled(ended('released'), { metadata: { cancelled: true } }),
      'operation-released',
    ],
    ['a result after expiry', () => settled(ended('expired'), { result: 1 }), 'operation-expired'],
    ['a result after cancel', () => settled(ended('cancelled'), { result: 1 }), 'operation-cancelled'],
    ['a release after settlement', () => endedAs(ended('failed'), 'released'), 'operation-settled'],
    ['a cancel after release', () => endedAs(ended('released'), 'cancelled'), 'operation-released'],
  ])('is refused when it is another one: %s', (_, end, code) => {
    expect(end).toThrow(expect.objectContaining({ code }));
  });

  it('is told with the code of the failure and nothing of the result', () => {
    const failed = ended('failed', { result: { code: 'a', message: 'b', retriable: true } });
    expect(endOf(failed)).toEqual({
      id: 'op-1',
      jobId: 'job-1',
      siteId: 'alpha',
      promisedObjectId: null,
      attempt: 2,
      version: 2,
      outcome: 'failed',
      failure: { code: 'a', retriable: true },
      endedAt: new Date(1),
      traceparent: null,
    });
    expect(endOf(open)).toBeUndefined();
    expect(endOf(ended('released', { result: { code: 'a', message: 'b' } }))?.failure).toBeUndefined();
  });
});

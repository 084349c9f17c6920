import { JOB_OPERATION_MODEL, operation, OUTCOMES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { Operation } from '../domain/operation';
import { repliesOf, viewOf } from './operation-view';

const open: Operation = {
  id: 'op-1',
  siteId: 'alpha',
  attempt: 1,
  state: 'open',
  expireTime: new Date('2026-01-02T03:04:05.678Z'),
  result: null,
  metadata: {},
  job: { id: 'job-1', workflow: { id: 'w' }, config: { n: 719 } },
  promised: null,
  version: 1,
  endedAt: null,
  traceparent: null,
  written: false,
};

describe('an operation as clients read it (contract 1.3, FULL)', () => {
  it('has every field, and never empty metadata', () => {
    expect(viewOf(open)).toEqual({
      id: 'op-1',
      done: false,
      expire_time: '2026-01-02T03:04:05.678Z',
      result: null,
      metadata: {
        model: JOB_OPERATION_MODEL,
        site_id: 'alpha',
        job: { id: 'job-1', workflow: { id: 'w' }, config: { n: 719 } },
      },
      outcome: null,
      attempt: 1,
    });
    expect(operation.safeParse(viewOf(open)).success).toBe(true);
  });

  it.each(OUTCOMES)('is done when %s, and shows cancelled exactly when it was withdrawn', (state) => {
    const view = viewOf({ ...open, state, endedAt: new Date(), metadata: { extra: { a: null } } });
    expect(view).toMatchObject({ done: true, outcome: state });
    expect(view.metadata['cancelled']).toBe(state === 'cancelled' || state === 'released' ? true : undefined);
    expect(view.metadata['extra']).toEqual({ a: null });
  });

  it('answers item by item', () => {
    const refusal = new DomainError('not-found', 'no');
    expect(repliesOf([open, refusal])).toEqual({
      items: [
        { ok: true, item: viewOf(open) },
        { ok: false, error: { code: 'not-found', message: 'no' } },
      ],
    });
  });
});

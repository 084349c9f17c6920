import { JOB_OPERATION_MODEL, type Operation } from '@callboard/contracts';
import { fullOperation, setOperation } from './operation.view';

const operation: Operation = {
  id: 'o',
  done: false,
  expire_time: '2026-01-02T00:00:00.000Z',
  result: undefined,
  metadata: {
    model: JOB_OPERATION_MODEL,
    site_id: 's',
    job: { id: 'j', workflow: { id: 'w' }, config: {} },
  },
  outcome: null,
  attempt: 1,
};

describe('operations', () => {
  it('a claim shows metadata as stored, and result null', () => {
    expect(setOperation(operation)).toEqual({ ...operation, result: null });
  });

  it('FULL shows explicit nulls for unset parts of job metadata', () => {
    const workflow = { id: 'w', created_at: null, name: null, description: null, capability_ids: null };
    expect(fullOperation(operation).metadata).toEqual({
      ...operation.metadata,
      cancelled: null,
      job: { id: 'j', workflow, config: {} },
    });
    const cancelled = { ...operation, metadata: { ...operation.metadata, cancelled: true } };
    expect(fullOperation(cancelled).metadata).toHaveProperty('cancelled', true);
  });

  it('leaves other metadata alone', () => {
    const metadata = { model: 'another', url: 'https://x' };
    expect(fullOperation({ ...operation, metadata }).metadata).toEqual(metadata);
  });
});

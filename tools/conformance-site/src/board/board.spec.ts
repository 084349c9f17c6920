import { HTTP_LEASE_MS, type JobIn } from '@callboard/contracts';
import sift from 'sift';
import { WATCHERS_FILTER } from '../../../../apps/jobs/src/persistence/claims-view.sql';
import { Board } from './board';

const JOB: JobIn = { workflow: { id: 'hello-1.0.0' }, config: { name: 'Ada' } };
const ALPHA = { siteId: 'alpha' };

describe('the board', () => {
  let time: number;
  let board: Board;
  beforeEach(() => {
    time = Date.parse('2026-01-02T03:04:05Z');
    board = new Board(() => time);
  });

  const claimed = (leaseMs?: number): { job: string; operation: string } => {
    const job = board.post(JOB).id;
    return { job, operation: board.claim(job, ALPHA, leaseMs).id };
  };
  const lastOperation = (job: string): string => board.job(job).claims?.at(-1)?.op_id ?? '';

  it('shows a job to the watcher if and only if it is queued, whatever has happened to it', () => {
    const isSeen = (id: string): boolean =>
      sift(JSON.parse(WATCHERS_FILTER.filter) as Record<string, unknown>)(board.job(id));
    const ways: Record<string, string> = {
      queued: board.post(JOB).id,
      'posted with an empty list of claims': board.post({ ...JOB, claims: [] }).id,
      claimed: claimed().job,
    };
    const done = (ways['settled'] = claimed().job);
    board.settle(lastOperation(done), 'alpha', { result: {} });
    const failed = (ways['failed'] = claimed().job);
    board.settle(lastOperation(failed), 'alpha', { result: { code: 'x', message: 'y' } });
    const cancelled = (ways['cancelled'] = claimed().job);
    board.cancel(lastOperation(cancelled));
    const released = (ways['released'] = claimed().job);
    board.release(released, 'alpha');
    const again = (ways['released and claimed again'] = claimed().job);
    board.release(again, 'alpha');
    board.claim(again, ALPHA);
    const withdrawn = (ways['withdrawn while queued'] = board.post(JOB).id);
    board.withdraw(withdrawn);

    const seen = Object.entries(ways).map(([way, id]) => [way, board.job(id).state, isSeen(id)]);
    expect(seen).toEqual([
      ['queued', 'queued', true],
      ['posted with an empty list of claims', 'queued', true],
      ['claimed', 'claimed', false],
      ['settled', 'succeeded', false],
      ['failed', 'failed', false],
      ['cancelled', 'cancelled', false],
      ['released', 'queued', true],
      ['released and claimed again', 'claimed', false],
      ['withdrawn while queued', 'cancelled', false],
    ]);
  });

  it('gives a site its own open operation again, and refuses another site', () => {
    const { job, operation } = claimed();
    expect(board.claim(job, ALPHA).id).toBe(operation);
    expect(() => board.claim(job, { siteId: 'beta' })).toThrow(
      expect.objectContaining({ code: 'job-claimed' }),
    );
    expect(() => board.claim(job, { ...ALPHA, claimant: 'another' })).toThrow(
      expect.objectContaining({ code: 'held-by-your-site' }),
    );
    expect(() => board.claim('unknown', ALPHA)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('grants the lease asked for, at most that of the workflow, else 30 days', () => {
    const granted = (leaseMs?: number): number =>
      Date.parse(board.operation(claimed(leaseMs).operation).expire_time) - time;
    expect([granted(), granted(5000)]).toEqual([HTTP_LEASE_MS, 5000]);
    board.longestLeaseMs = 2000;
    expect([granted(), granted(5000), granted(1000)]).toEqual([2000, 2000, 1000]);
  });

  it('renews a lease by its own length, with a heartbeat and with progress', () => {
    const { operation } = claimed(1000);
    time += 900;
    board.renew(operation, 'alpha');
    time += 900;
    board.progress(operation, 'alpha', { metadata: { extra: 1 } });
    time += 900;
    expect(board.operation(operation)).toMatchObject({ done: false, metadata: { extra: 1 } });
    time += 101;
    expect(board.operation(operation)).toMatchObject({ done: true, outcome: 'expired' });
  });

  it('queues a job again whose lease ran out, and refuses what is written under the old operation', () => {
    const { job, operation } = claimed(1000);
    time += 1001;
    expect(board.job(job).state).toBe('queued');
    const next = board.claim(job, ALPHA);
    expect(next).toMatchObject({ attempt: 2, done: false });
    const refused = expect.objectContaining({ code: 'operation-expired' });
    expect(() => board.renew(operation, 'alpha')).toThrow(refused);
    expect(() => board.progress(operation, 'alpha', {})).toThrow(refused);
    expect(() => board.settle(operation, 'alpha', { result: 1 })).toThrow(refused);
    board.settle(next.id, 'alpha', { result: 1 });
    expect(board.job(job).state).toBe('succeeded');
  });

  it('takes the same end again, and no other one', () => {
    const { operation } = claimed();
    board.settle(operation, 'alpha', { result: { pages: 1 } });
    expect(board.settle(operation, 'alpha', { result: { pages: 1 } }).outcome).toBe('succeeded');
    expect(() => board.settle(operation, 'alpha', { result: { pages: 2 } })).toThrow(
      expect.objectContaining({ code: 'operation-settled' }),
    );
  });

  it('lets another site keep a job, whatever leases are cut down to', () => {
    board.longestLeaseMs = 1000;
    const job = board.post(JOB).id;
    board.claimElsewhere(job);
    time += 60_000;
    expect(board.job(job).state).toBe('claimed');
    expect(board.release(job, 'alpha').state).toBe('claimed');
    expect(() => board.settle(lastOperation(job), 'alpha', {})).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
  });
});

import { JOB_STATES } from '@callboard/contracts';
import { answerContested } from './claim-answer';

const worker = { siteId: 'NERSC', claimant: 'worker-1' };
const overHttp = { siteId: 'NERSC' };
const heldBy = (siteId: string, claimant?: string) => ({ operationId: 'op-1', siteId, claimant });

describe('answer to a claim of a job that is not simply free', () => {
  it('gives a repeated request what it won before, even after that has ended', () => {
    for (const state of JOB_STATES)
      expect(answerContested(worker, { state, wonBefore: 'op-7' })).toEqual({ operationId: 'op-7' });
  });

  it('gives a site its open claim again over HTTP, and the same process its own', () => {
    const job = { state: 'claimed', openClaim: heldBy('NERSC', 'worker-1') } as const;
    expect(answerContested(overHttp, job)).toEqual({ operationId: 'op-1' });
    expect(answerContested(worker, job)).toEqual({ operationId: 'op-1' });
  });

  it('keeps another process of the same site from running the job too', () => {
    for (const claimant of ['worker-2', undefined]) {
      const job = { state: 'claimed', openClaim: heldBy('NERSC', claimant) } as const;
      expect(answerContested(worker, job)).toMatchObject({ code: 'held-by-your-site' });
    }
  });

  it('names the missing capability before anything else that stands in the way', () => {
    const job = { state: 'claimed', openClaim: heldBy('EMSL'), missingCapability: 'gpu' } as const;
    const answer = answerContested(overHttp, job);
    expect(answer).toMatchObject({ code: 'missing-capability' });
    expect(answer).toHaveProperty('message', expect.stringContaining('gpu'));
  });

  it('tells a job of another site from one that has ended', () => {
    expect(answerContested(overHttp, { state: 'claimed', openClaim: heldBy('EMSL') })).toMatchObject({
      code: 'job-claimed',
    });
    for (const state of ['succeeded', 'failed', 'dead', 'cancelled'] as const)
      expect(answerContested(overHttp, { state })).toMatchObject({ code: 'job-not-queued' });
  });

  it('asks for patience when the job is free after all', () => {
    expect(answerContested(overHttp, { state: 'queued' })).toMatchObject({ code: 'overloaded' });
  });
});

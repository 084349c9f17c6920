import { HTTP_LEASE_MS, type Job, type JobIn, type Operation, type Outcome } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { answerContested, type Claimant } from '../../../../apps/jobs/src/domain/claim-answer';
import { mayMove } from '../../../../apps/jobs/src/domain/job-states';
import { type RetryPolicy, settlementOf } from '../../../../apps/jobs/src/domain/settlement';
import type { Operation as HeldOperation } from '../../../../apps/operations/src/domain/operation';
import { failureOf } from '../../../../apps/operations/src/domain/operation-outcome';
import type { OperationPatch } from '../../../../apps/operations/src/domain/operation-writes';
import { viewOf } from '../../../../apps/operations/src/inbound/operation-view';
import { type BoardJob, newJob, openClaimOf, viewOfJob } from './board-job';
import { BoardOperations } from './board-operations';

/** A job that fails is done with; one whose lease ran out comes back, however often. */
const POLICY: RetryPolicy = {
  maxAttempts: 1,
  maxExpiries: 1000,
  retryDelayMs: 0,
  longestRetryDelayMs: 0,
  finalErrorCodes: [],
};

/**
 * Jobs and operations in memory, moved by the very rules of the services that own them (`apps/jobs/src/domain`,
 * `apps/operations/src/domain`): what a site sees of them here it sees there. Refusals are theirs as well.
 */
export class Board {
  private readonly jobs = new Map<string, BoardJob>();
  private readonly operations: BoardOperations;
  /** What the policy of the workflow allows a lease to be, in ms; without it a claim has what it asked for. */
  longestLeaseMs: number | undefined;

  constructor(private readonly now: () => number) {
    this.operations = new BoardOperations(now, (operation, outcome) => this.settleJob(operation, outcome));
  }

  post(sent: JobIn): Job {
    const job = newJob(sent, new Date(this.now()));
    this.jobs.set(job.id, job);
    return viewOfJob(job);
  }

  /** In the order of their ids, as pages are. */
  list(): Job[] {
    this.operations.expireDue();
    return [...this.jobs.values()].map(viewOfJob).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  job(id: string): Job {
    this.operations.expireDue();
    return viewOfJob(this.existing(id));
  }

  /** @throws DomainError as {@link answerContested} has it */
  claim(id: string, asking: Claimant, askedLeaseMs?: number): Operation {
    this.operations.expireDue();
    const job = this.existing(id);
    if (job.state !== 'queued') return this.answer(asking, job);
    return this.grant(
      job,
      asking,
      Math.min(askedLeaseMs ?? HTTP_LEASE_MS, this.longestLeaseMs ?? HTTP_LEASE_MS),
    );
  }

  /** Another site claims a job, and keeps it. */
  claimElsewhere(id: string): void {
    this.grant(this.existing(id), { siteId: 'another-site' }, HTTP_LEASE_MS);
  }

  release(id: string, siteId: string): Job {
    this.operations.expireDue();
    const open = openClaimOf(this.existing(id));
    if (open?.siteId === siteId) this.operations.end(open.operationId, 'released');
    return this.job(id);
  }

  /** Ends a job whoever holds it: nothing of it is left to be claimed. */
  withdraw(id: string): void {
    const job = this.existing(id);
    const open = openClaimOf(job);
    if (open) this.operations.end(open.operationId, 'cancelled');
    else if (mayMove(job.state, 'cancelled')) this.jobs.set(id, { ...job, state: 'cancelled' });
  }

  operation(id: string): Operation {
    this.operations.expireDue();
    return viewOf(this.operations.get(id));
  }

  allOperations(): Operation[] {
    this.operations.expireDue();
    return this.operations.all().map(viewOf);
  }

  settle(id: string, siteId: string, patch: OperationPatch): Operation {
    this.operations.expireDue();
    return viewOf(this.operations.settle(id, siteId, patch));
  }

  progress(id: string, siteId: string, patch: OperationPatch): Operation {
    this.operations.expireDue();
    return viewOf(this.operations.progress(id, siteId, patch));
  }

  renew(id: string, siteId: string): Operation {
    this.operations.expireDue();
    return viewOf(this.operations.renew(id, siteId));
  }

  cancel(operationId: string): void {
    this.operations.end(operationId, 'cancelled');
  }

  /** Ends the lease now, as if nobody had renewed it. */
  expire(operationId: string): void {
    this.operations.expire(operationId);
  }

  private grant(job: BoardJob, asking: Claimant, leaseMs: number): Operation {
    const { id } = job;
    const attempt = job.attempt + 1;
    const { workflow, config } = job.sent;
    const opened = { siteId: asking.siteId, attempt, leaseMs, job: { id, workflow, config } };
    const operation = this.operations.open(opened);
    const claims = [...job.claims, { operationId: operation.id, ...asking }];
    this.jobs.set(id, { ...job, state: 'claimed', attempt, claims });
    return viewOf(operation);
  }

  private answer(asking: Claimant, job: BoardJob): Operation {
    const answer = answerContested(asking, { state: job.state, openClaim: openClaimOf(job) });
    if ('code' in answer) throw new DomainError(answer.code, answer.message);
    return this.operation(answer.operationId);
  }

  private settleJob({ job: of, result, state }: HeldOperation, outcome: Outcome): void {
    const job = of && this.jobs.get(of.id);
    if (!job) return;
    const failure = state === 'failed' ? failureOf(result) : undefined;
    const end = { outcome, errorCode: failure?.code, retriable: failure?.retriable };
    const { to, failures, expiries } = settlementOf(end, job, POLICY);
    this.jobs.set(job.id, { ...job, state: to, failures, expiries });
  }

  private existing(id: string): BoardJob {
    const job = this.jobs.get(id);
    if (job) return job;
    throw new DomainError('not-found', 'There is no such job.');
  }
}

import type { Attempt, Command, Policy, Who } from './commands';
import { ModelClaims } from './model-claims';
import { ModelOperations, isFailure } from './model-operations';
import { freshState, jobAt, type ModelClaim, type ModelEnd, type ModelState, moveJob } from './model-state';

/** What the rules of design 5 say, with nothing but lists: which answer each command has, and how all stands then. */
export class Model {
  readonly state: ModelState = freshState();
  private readonly operations = new ModelOperations(this.state);
  private readonly claims: ModelClaims;

  constructor(private readonly policy: Policy) {
    this.claims = new ModelClaims(this.state, policy, this.operations);
  }

  /** Does what the command says and gives the answer to it, in words that the real side uses too. */
  carryOut(command: Command): string {
    switch (command.what) {
      case 'claim':
        return this.claims.claim(command);
      case 'pick':
        return this.claims.pick(command);
      case 'report':
      case 'settle':
      case 'heartbeat':
        return this.operations.write(command, this.claimOf(command.of));
      case 'release':
        return this.release(command);
      case 'cancel':
        return this.cancel(command);
      case 'retry':
        return this.retry(command.by, command.job);
      case 'expire':
        return this.operations.expire(this.claimOf(command.of));
      case 'hear':
      case 'compare':
      case 'wait':
      case 'pause':
        return this.happen(command);
    }
  }

  /** The attempt that a command means, by its number; such an attempt may never have been made. */
  attemptOf({ job, ago }: Attempt): number {
    return jobAt(this.state, job).attempt - ago;
  }

  /** All ends are heard, each once more. */
  drain(): void {
    this.state.ends.forEach((end) => this.settle(end));
  }

  private happen(command: Extract<Command, { what: 'hear' | 'compare' | 'wait' | 'pause' }>): string {
    const { state } = this;
    if (command.what === 'hear') {
      const end = state.ends[command.end % state.ends.length];
      if (end) this.settle(end);
    }
    if (command.what === 'compare') this.compare();
    if (command.what === 'wait') state.jobs.forEach((job) => (job.waits = false));
    if (command.what === 'pause') state.paused = command.paused;
    return '';
  }

  private claimOf(attempt: Attempt): ModelClaim | undefined {
    const number = this.attemptOf(attempt);
    return this.state.claims.find((claim) => claim.job === attempt.job && claim.attempt === number);
  }

  private release({ site, job, lost }: Extract<Command, { what: 'release' }>): string {
    const open = this.claims.openClaim(job);
    if (open?.site === site) {
      if (lost === 'reply') this.operations.end(open, 'released');
      if (lost !== 'nothing') return 'unavailable';
      this.endClaim(open, 'released');
    }
    return jobAt(this.state, job).state;
  }

  private cancel({ by, job, lost }: Extract<Command, { what: 'cancel' }>): string {
    if (by === 'beta') return 'forbidden';
    const cancelled = jobAt(this.state, job);
    const open = this.claims.openClaim(job);
    if (open) {
      if (lost === 'reply') this.operations.end(open, 'cancelled');
      if (lost !== 'nothing') return 'unavailable';
      this.endClaim(open, 'cancelled');
    }
    if (cancelled.state === 'queued') moveJob(cancelled, 'cancelled');
    return cancelled.state === 'cancelled' ? 'cancelled' : 'job-ended';
  }

  private retry(by: Who, job: number): string {
    if (by === 'beta') return 'forbidden';
    const ended = jobAt(this.state, job);
    if (!['failed', 'dead', 'cancelled'].includes(ended.state)) return 'job-not-retriable';
    Object.assign(ended, { failures: 0, expiries: 0, errorCode: null, waits: false });
    moveJob(ended, 'queued');
    return 'queued';
  }

  private endClaim(claim: ModelClaim, outcome: 'released' | 'cancelled'): void {
    this.operations.open(claim);
    this.operations.end(claim, outcome);
    this.compareOne(claim);
  }

  private compare(): void {
    for (const claim of this.state.claims.filter(({ open }) => open)) {
      if (claim.operation) this.compareOne(claim);
      else this.operations.open(claim);
    }
  }

  private compareOne(claim: ModelClaim): void {
    const { state } = this.operations.open(claim);
    if (state !== 'open') this.settle({ claim, outcome: state });
  }

  private settle({ claim, outcome }: ModelEnd): void {
    if (!claim.open) return;
    claim.open = false;
    const job = jobAt(this.state, claim.job);
    job.errorCode = null;
    if (outcome === 'failed') this.fail(claim);
    else if (outcome === 'expired') this.loseLease(claim);
    else moveJob(job, outcome === 'released' ? 'queued' : outcome);
  }

  private loseLease({ job: n }: ModelClaim): void {
    const job = jobAt(this.state, n);
    job.expiries += 1;
    job.errorCode = 'operation-expired';
    moveJob(job, job.expiries < this.policy.maxExpiries ? 'queued' : 'dead');
  }

  private fail({ job: n, operation }: ModelClaim): void {
    const { maxAttempts, finalErrorCodes, retryDelayMs } = this.policy;
    const job = jobAt(this.state, n);
    const failure = isFailure(operation?.result) ? operation.result : { code: 'none' };
    job.failures += 1;
    job.errorCode = failure.code;
    const isFinal = finalErrorCodes.includes(failure.code) || failure.retriable === false;
    if (isFinal || maxAttempts === 1) return moveJob(job, 'failed');
    if (job.failures >= maxAttempts) return moveJob(job, 'dead');
    job.waits = retryDelayMs > 0;
    moveJob(job, 'queued');
  }
}

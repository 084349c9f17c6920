import { type ClaimedJob, reportProgress } from '@callboard/contracts';
import { DomainError, failPoints, type Log, messageOf } from '@callboard/kernel';
import type { JsonObject, WorkflowDefinition } from './define-workflow';
import { isEndOfOperation } from './ended-operations';
import { failureOf, settleable, settleableFailure } from './job-failures';
import { OperationObjects } from './operation-objects';
import { RunStopped } from './run-stopped';
import type { Settlements } from './settlements';
import type { SiteRequests } from './site-requests';

/** One claimed job: runs its code, sends its progress, and settles its operation exactly once. */
export class JobRun {
  private readonly stopping = new AbortController();
  private newest: JsonObject | undefined;
  private sending: Promise<void> | undefined;

  constructor(
    private readonly definition: WorkflowDefinition,
    private readonly claimed: ClaimedJob,
    private readonly requests: SiteRequests,
    private readonly settlements: Settlements,
    private readonly log: Log,
  ) {}

  get operationId(): string {
    return this.claimed.operation.id;
  }

  get jobId(): string {
    return this.claimed.job.id;
  }

  /** Tells the job's code to stop. Nothing is settled after that: the operation has ended, or is handed back. */
  stop(code: string): void {
    this.stopping.abort(new RunStopped(code));
  }

  /** Runs to the end and settles; never rejects. True when the operation was settled, false when it was stopped. */
  async toTheEnd(): Promise<boolean> {
    const result = await this.run();
    failPoints?.reach('site: after effect, before report');
    if (this.stopping.signal.aborted) {
      const reason: unknown = this.stopping.signal.reason;
      this.log.warn({ operation_id: this.operationId, reason: messageOf(reason) }, 'job stopped');
      return false;
    }
    await this.sending;
    return this.settle(result);
  }

  private async run(): Promise<JsonObject> {
    try {
      const result = await this.definition.run({
        job: this.claimed.job,
        operationId: this.operationId,
        signal: this.stopping.signal,
        log: this.log,
        objects: new OperationObjects(this.operationId, this.requests, this.stopping.signal),
        ask: (contract, input) => this.requests.persist(contract, input, this.stopping.signal),
        progress: (metadata) => this.progress(metadata),
      });
      return settleable(result);
    } catch (thrown) {
      if (thrown instanceof RunStopped) this.stop(thrown.code);
      if (!this.stopping.signal.aborted)
        this.log.warn({ operation_id: this.operationId, err: thrown }, 'job failed');
      return settleableFailure(failureOf(thrown));
    }
  }

  private progress(metadata: JsonObject): void {
    this.newest = { ...this.newest, ...metadata };
    this.sending ??= this.sendProgress().finally(() => (this.sending = undefined));
  }

  private async sendProgress(): Promise<void> {
    while (this.newest && !this.stopping.signal.aborted) {
      const metadata = this.newest;
      this.newest = undefined;
      try {
        const { items } = await this.requests.once(reportProgress, {
          items: [{ id: this.operationId, metadata }],
        });
        const [reply] = items;
        if (reply && !reply.ok) this.stopIfEnded(reply.error.code);
      } catch (thrown) {
        this.log.debug({ operation_id: this.operationId, reason: messageOf(thrown) }, 'progress not sent');
      }
    }
  }

  /** An operation that ended by other hands takes no further write: stop working for it. */
  stopIfEnded(code: string): void {
    if (isEndOfOperation(code) || code === 'not-found') this.stop(code);
  }

  /** A result that is refused as such is settled as a failure that says so: the job must not run on the same again. */
  private async settle(result: JsonObject): Promise<boolean> {
    try {
      const refusal = await this.offer(result);
      if (refusal !== undefined) await this.offer(refusedResult(refusal));
      this.log.info({ operation_id: this.operationId, job_id: this.jobId }, 'operation settled');
      return true;
    } catch (thrown) {
      this.log.warn({ operation_id: this.operationId, reason: messageOf(thrown) }, 'operation not settled');
      return false;
    }
  }

  /** Gives why the result is refused, if it is. @throws DomainError when no result would be taken */
  private async offer(result: JsonObject): Promise<DomainError | undefined> {
    try {
      const reply = await this.settlements.settle(this.operationId, result, this.stopping.signal);
      failPoints?.reach('site: after report');
      if (reply.ok) return undefined;
      throw new DomainError(reply.error.code, reply.error.message);
    } catch (thrown) {
      if (thrown instanceof DomainError && OF_THE_RESULT.includes(thrown.code)) return thrown;
      throw thrown;
    }
  }
}

/** Refusals that are about what is in a result. */
const OF_THE_RESULT = ['invalid-input', 'bad-request', 'too-large'];

const refusedResult = ({ code, message }: DomainError): JsonObject => ({
  code: 'invalid-result',
  message: `the result of the workflow is not taken (${code}): ${message}`,
  retriable: false,
});

import { type ClaimedJob, reportProgress } from '@callboard/contracts';
import { DomainError, failPoints, type Log, messageOf } from '@callboard/kernel';
import { type JsonObject, JobFailure, type WorkflowDefinition } from './define-workflow';
import { OperationObjects } from './operation-objects';
import type { Settlements } from './settlements';
import type { SiteRequests } from './site-requests';

/** Why a run was stopped from outside. */
export class RunStopped extends Error {
  /** `code` is `operation-…` when the operation was ended by other hands, `draining` when this process goes down. */
  constructor(readonly code: string) {
    super(`stopped: ${code}`);
    this.name = 'RunStopped';
  }
}

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
      return await this.definition.run({
        job: this.claimed.job,
        operationId: this.operationId,
        signal: this.stopping.signal,
        log: this.log,
        objects: new OperationObjects(this.operationId, this.requests, this.stopping.signal),
        ask: (contract, input, patience) =>
          this.requests.persist(contract, input, this.stopping.signal, patience),
        progress: (metadata) => this.progress(metadata),
      });
    } catch (thrown) {
      if (!this.stopping.signal.aborted)
        this.log.warn({ operation_id: this.operationId, err: thrown }, 'job failed');
      return failureOf(thrown);
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
    if (code.startsWith('operation-') || code === 'not-found') this.stop(code);
  }

  private async settle(result: JsonObject): Promise<boolean> {
    try {
      const reply = await this.settlements.settle(this.operationId, result, this.stopping.signal);
      failPoints?.reach('site: after report');
      if (!reply.ok) throw new DomainError(reply.error.code, reply.error.message);
      this.log.info({ operation_id: this.operationId, job_id: this.jobId }, 'operation settled');
      return true;
    } catch (thrown) {
      this.log.warn({ operation_id: this.operationId, reason: messageOf(thrown) }, 'operation not settled');
      return false;
    }
  }
}

/** A failure as the contract tells it: {code, message, details?, retriable?} (design 5). */
function failureOf(thrown: unknown): JsonObject {
  if (thrown instanceof JobFailure) return { code: thrown.code, message: thrown.message, ...thrown.more };
  if (thrown instanceof DomainError)
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.details ? { details: thrown.details } : {}),
    };
  return { code: 'workflow-crashed', message: messageOf(thrown) };
}

import type { Outcome } from '@callboard/contracts';
import type { JsonObject } from './json-values';
import { failureOf, type Failure } from './operation-outcome';
import { isEnded, type OperationState } from './operation-states';

/** The job as it was when it was claimed; it is never changed through the operation. */
export interface JobOfOperation {
  readonly id: string;
  readonly workflow: JsonObject;
  readonly config: JsonObject;
}

/** What a site does under one claim. Its id is the fencing token: after the end, no write under it is taken. */
export interface Operation {
  readonly id: string;
  readonly siteId: string;
  readonly attempt: number;
  readonly state: OperationState;
  /** End of the lease, by the clock of the database. */
  readonly expireTime: Date;
  /** Null when none was sent. */
  readonly result: unknown;
  /** What clients sent; the runtime's own keys are not in here. */
  readonly metadata: JsonObject;
  readonly job: JobOfOperation;
  /** Grows with each change of state. */
  readonly version: number;
  readonly endedAt: Date | null;
  readonly traceparent: string | null;
  /** Whether results are being stored elsewhere under it: nobody ends it meanwhile (ADR 18). */
  readonly written: boolean;
}

/** An operation that has just ended: what events, news and log lines tell of it. */
export interface EndedOperation {
  readonly id: string;
  readonly jobId: string;
  readonly siteId: string;
  readonly attempt: number;
  readonly version: number;
  readonly outcome: Outcome;
  readonly failure?: Failure | undefined;
  readonly endedAt: Date;
  readonly traceparent: string | null;
}

/** What is told of the end of this operation; undefined while it is live. */
export function endOf(operation: Operation): EndedOperation | undefined {
  const { id, siteId, attempt, state, version, endedAt, traceparent } = operation;
  if (!isEnded(state) || !endedAt) return undefined;
  const failure = state === 'failed' ? failureOf(operation.result) : undefined;
  return {
    id,
    jobId: operation.job.id,
    siteId,
    attempt,
    version,
    outcome: state,
    failure,
    endedAt,
    traceparent,
  };
}

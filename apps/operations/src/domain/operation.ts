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

/** Bytes that a site puts into the object store, as clients read of them (contract 1.3). */
export interface PromisedObject {
  /** The id that the object is to get when it is registered (9 D27). */
  readonly object_id: string;
  /** Where the bytes are going to be; only the reply to whoever asked holds an address that is signed. */
  readonly url: string;
  readonly expires_in_seconds: number;
}

/**
 * What a site does under one claim, or while it puts an object: it has a job or else a promised object. Its id is the
 * fencing token: after the end, no write under it is taken.
 */
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
  readonly job: JobOfOperation | null;
  readonly promised: PromisedObject | null;
  /** Grows with each change of state. */
  readonly version: number;
  readonly endedAt: Date | null;
  readonly traceparent: string | null;
  /** Whether results are being stored elsewhere under it: nobody ends it meanwhile (ADR 18). */
  readonly written: boolean;
  /** Since when lists leave it out. */
  readonly archivedAt?: Date | null;
}

/** An operation that has just ended: what events, news and log lines tell of it. */
export interface EndedOperation {
  readonly id: string;
  /** Null when it is of no claim: then there is no job to settle. */
  readonly jobId: string | null;
  /** The object that was promised, of an operation to put one; null for one of a claim. */
  readonly promisedObjectId: string | null;
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
    jobId: operation.job?.id ?? null,
    promisedObjectId: operation.promised?.object_id ?? null,
    siteId,
    attempt,
    version,
    outcome: state,
    failure,
    endedAt,
    traceparent,
  };
}

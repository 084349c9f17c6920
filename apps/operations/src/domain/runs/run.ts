import type { Outcome, RunEventType } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** Runs of these statuses have not ended. */
export const LIVE_RUNS: readonly RunEventType[] = ['REQUESTED', 'STARTED'];

/** With which event the run ends when the operation of its attempt does. Whether another attempt follows is up to the job. */
export const END_OF_RUN: Readonly<Record<Outcome, RunEventType>> = {
  succeeded: 'COMPLETE',
  failed: 'FAIL',
  cancelled: 'ABORT',
  released: 'ABORT',
  expired: 'FAIL',
};

/** A run of a workflow, on an object if the job names one. */
export interface Run {
  readonly id: string;
  readonly workflowId: string;
  readonly objectId: string | null;
  /** The job whose run it is; null while it is only asked for. */
  readonly jobId: string | null;
  /** The operation of its latest attempt. */
  readonly operationId: string | null;
  readonly siteId: string | null;
  /** How often it was begun. */
  readonly attempt: number;
  readonly status: RunEventType;
}

/** What a run has to know of the operation that it is carried out under. */
export interface RunningOperation {
  readonly id: string;
  readonly siteId: string;
  readonly jobId: string;
  readonly workflowId: string;
  readonly objectId: string | null;
}

/**
 * The run that begins under an operation: the one `known` of its job, or asked for its workflow and object; else a new
 * one of this id. One that has begun under this very operation is given back as it is.
 */
export function begun(known: Run | undefined, under: RunningOperation, newId: string): Run {
  if (known?.operationId === under.id) return known;
  return {
    id: known?.id ?? newId,
    workflowId: known?.workflowId ?? under.workflowId,
    objectId: known?.objectId ?? under.objectId,
    jobId: under.jobId,
    operationId: under.id,
    siteId: under.siteId,
    attempt: (known?.attempt ?? 0) + 1,
    status: 'STARTED',
  };
}

/** The run that is carried out under this operation. @throws DomainError `not-found` before it was begun */
export function runUnder(operationId: string, run: Run | undefined): Run {
  if (run?.operationId === operationId) return run;
  throw new DomainError(
    'not-found',
    `no run has begun under the operation ${operationId}: ask begin-run first`,
  );
}

export const noSuchRun = (id: string): DomainError => new DomainError('not-found', `there is no run ${id}`);

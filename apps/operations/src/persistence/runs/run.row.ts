import type { RunEventType } from '@callboard/contracts';
import { ofNoJob } from '../../domain/operation-writes';
import type { OperationState } from '../../domain/operation-states';
import type { OpAttempt, OpFailure } from '../../domain/runs/op-attempts';
import type { Run } from '../../domain/runs/run';
import type { LockedOperation } from '../../use-cases/runs/runs-store';

export const RUN_COLUMNS = `r.id, r.workflow_id, r.object_id, r.job_id, r.operation_id, r.site_id, r.attempt, r.status,
  r.log_lines`;

export interface RunRow {
  id: string;
  workflow_id: string;
  object_id: string | null;
  job_id: string | null;
  operation_id: string | null;
  site_id: string | null;
  attempt: number;
  status: RunEventType;
  log_lines: number;
}

export function runOf(row: RunRow): Run {
  const { id, attempt, status } = row;
  return {
    id,
    workflowId: row.workflow_id,
    objectId: row.object_id,
    jobId: row.job_id,
    operationId: row.operation_id,
    siteId: row.site_id,
    attempt,
    status,
  };
}

export interface LockedRow {
  id: string;
  site_id: string;
  state: OperationState;
  job_id: string | null;
  workflow_id: string | null;
  object_id: string | null;
}

/** @throws DomainError `forbidden` when it is of no job */
export function lockedOf(row: LockedRow): LockedOperation {
  const { id, state, job_id: jobId, workflow_id: workflowId } = row;
  if (jobId === null || workflowId === null) throw ofNoJob(id);
  return {
    id,
    state,
    siteId: row.site_id,
    jobId,
    workflowId,
    objectId: row.object_id,
  };
}

export const OP_COLUMNS = `p.op, p.attempt, p.operation_id, p.state, p.started_at, p.ended_at, p.inputs, p.outputs, p.error`;

export interface OpRow {
  op: string;
  attempt: number;
  operation_id: string;
  state: OpAttempt['state'];
  started_at: Date;
  ended_at: Date | null;
  inputs: string[];
  outputs: string[];
  error: OpFailure | null;
}

/** Without its output, which may be large and is selected where it is told. */
export function attemptOf(row: OpRow): OpAttempt {
  const { op, attempt, state, inputs, outputs, error } = row;
  return {
    op,
    attempt,
    operationId: row.operation_id,
    state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    inputs,
    outputs,
    output: undefined,
    error,
  };
}

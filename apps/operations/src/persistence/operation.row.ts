import type { JobOfOperation, Operation } from '../domain/operation';
import type { OperationState } from '../domain/operation-states';

/** A row as {@link OPERATION_COLUMNS} selects it. */
export interface OperationRow {
  id: string;
  site_id: string;
  attempt: number;
  state: OperationState;
  expire_time: Date;
  result: unknown;
  metadata: Record<string, unknown>;
  job: JobOfOperation;
  version: number;
  ended_at: Date | null;
  traceparent: string | null;
}

export const OPERATION_COLUMNS =
  'o.id, o.site_id, o.attempt, o.state, o.expire_time, o.result, o.metadata, o.job, o.version, o.ended_at, o.traceparent';

export function operationOf(row: OperationRow): Operation {
  const { id, attempt, state, result, metadata, job, version, traceparent } = row;
  return {
    id,
    siteId: row.site_id,
    attempt,
    state,
    expireTime: row.expire_time,
    result,
    metadata,
    job,
    version,
    endedAt: row.ended_at,
    traceparent,
  };
}

/** What is selected of an operation that expired; its result and metadata may be large and are not told. */
export interface ExpiredRow {
  id: string;
  job_id: string;
  site_id: string;
  attempt: number;
  version: number;
  ended_at: Date;
  traceparent: string | null;
}

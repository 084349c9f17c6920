import type { JobOfOperation, Operation, PromisedObject } from '../domain/operation';
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
  job: JobOfOperation | null;
  promised: PromisedObject | null;
  version: number;
  ended_at: Date | null;
  traceparent: string | null;
  written: boolean;
  archived_at: Date | null;
}

/** SQL: whether results are being stored elsewhere under the operation of this alias. */
export const isWritten = (operation: string): string => `(${operation}.writers <> '{}' and exists (
    select from jsonb_each_text(${operation}.writers) w where w.value::timestamptz > clock_timestamp()))`;

export const OPERATION_COLUMNS = `o.id, o.site_id, o.attempt, o.state, o.expire_time, o.result, o.metadata, o.job, o.promised,
  o.version, o.ended_at, o.traceparent, ${isWritten('o')} as written, o.archived_at`;

export function operationOf(row: OperationRow): Operation {
  const { id, attempt, state, result, metadata, job, promised, version, traceparent } = row;
  return {
    id,
    siteId: row.site_id,
    attempt,
    state,
    expireTime: row.expire_time,
    result,
    metadata,
    job,
    promised,
    version,
    endedAt: row.ended_at,
    traceparent,
    written: row.written,
    archivedAt: row.archived_at,
  };
}

/** What is selected of an operation that expired; its result and metadata may be large and are not told. */
export interface ExpiredRow {
  id: string;
  job_id: string | null;
  promised_object_id: string | null;
  site_id: string;
  attempt: number;
  version: number;
  ended_at: Date;
  traceparent: string | null;
}

import type { JobState } from '@callboard/contracts';
import { compileFilter } from '@callboard/document-query';
import { Outbox } from '@callboard/outbox';
import { Database, HASH_JOINS } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { CancelledJobs, ManagedJob, ManagedJobsStore } from '../use-cases/managed-jobs-store';
import { JOB_FIELDS } from './job-fields';
import {
  CANCEL_JOBS,
  type CancelRecord,
  OWNERS,
  RETRIABLE_PARAMETERS,
  retriableJobs,
  RETRY_JOBS,
} from './manage-jobs.sql';
import { type ChangedJob, tellChanged } from './tell-changed';

@Injectable()
export class PostgresManagedJobsStore implements ManagedJobsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async owners(jobIds: readonly string[]): Promise<Map<string, string | null>> {
    const rows = await this.database.query<{ id: string; posted_by: string | null }>(OWNERS, [jobIds]);
    return new Map(rows.map((row) => [row.id, row.posted_by]));
  }

  cancel(jobIds: readonly string[], who: string, why: string): Promise<CancelledJobs> {
    return this.database.transaction(async (tx) => {
      const rows = await tx.query<CancelRecord>(CANCEL_JOBS, [jobIds, who, why]);
      const cancelled = rows.flatMap(({ state, operation_id: _, ...row }) =>
        state ? [{ ...row, state }] : [],
      );
      tellChanged(this.outbox, tx, cancelled, 'queued');
      return {
        cancelled: cancelled.map(managedJob),
        openOperationIds: rows.flatMap((row) => row.operation_id ?? []),
      };
    });
  }

  retry(jobIds: readonly string[], who: string): Promise<ManagedJob[]> {
    return this.database.transaction(async (tx) => {
      tx.along(HASH_JOINS);
      const rows = await tx.query<ChangedJob & { was: JobState }>(RETRY_JOBS, [jobIds, who]);
      for (const was of new Set(rows.map((row) => row.was))) {
        tellChanged(
          this.outbox,
          tx,
          rows.filter((row) => row.was === was),
          was,
        );
      }
      return rows.map(managedJob);
    });
  }

  async retriable(filter: string, after: string, limit: number): Promise<string[]> {
    const { sql, values, limitMs } = compileFilter(filter, JOB_FIELDS, RETRIABLE_PARAMETERS);
    const parameters = [after, limit, ...values];
    const rows = await this.database.queryWithin<{ id: string }>(limitMs, retriableJobs(sql), parameters);
    return rows.map((row) => row.id);
  }
}

function managedJob(row: ChangedJob): ManagedJob {
  return {
    jobId: row.id,
    workflowId: row.workflow_id,
    to: row.state,
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  };
}

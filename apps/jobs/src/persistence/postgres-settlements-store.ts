import { Outbox } from '@callboard/outbox';
import { Database, HASH_JOINS } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { settlementOf } from '../domain/settlement';
import type { EndedOperation, SettledJob, SettlementsStore } from '../use-cases/settlements-store';
import {
  type DecidedEnd,
  type JobToSettle,
  LOCK_JOBS_TO_SETTLE,
  SETTLE_JOBS,
  type SettledRecord,
  TURN_TO_COMPARE,
} from './settle-jobs.sql';
import { tellChanged } from './tell-changed';

@Injectable()
export class PostgresSettlementsStore implements SettlementsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  settle(ends: readonly EndedOperation[]): Promise<SettledJob[]> {
    const endOf = new Map(ends.map((end) => [end.operationId, end]));
    return this.database.transaction(async (tx) => {
      const jobs = await tx.query<JobToSettle>(LOCK_JOBS_TO_SETTLE, [[...endOf.keys()]]);
      const decided = jobs.flatMap((job) => {
        const end = endOf.get(job.operation_id);
        return end ? [decide(end, job)] : [];
      });
      if (decided.length === 0) return [];
      tx.along(HASH_JOINS);
      const rows = await tx.query<SettledRecord>(SETTLE_JOBS, [
        JSON.stringify(decided),
        decided.map((end) => end.operation_id),
      ]);
      tellChanged(this.outbox, tx, rows, 'claimed');
      return rows.map(settledJob);
    });
  }

  async dueForComparison(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ operation_id: string }>(TURN_TO_COMPARE, [limit]);
    return rows.map((row) => row.operation_id);
  }
}

function decide(end: EndedOperation, job: JobToSettle): DecidedEnd {
  const settlement = settlementOf(end, job, {
    maxAttempts: job.max_attempts,
    maxExpiries: job.max_expiries,
    retryDelayMs: Number(job.retry_delay_ms),
    longestRetryDelayMs: Number(job.longest_retry_delay_ms),
    finalErrorCodes: job.final_error_codes,
  });
  return {
    operation_id: end.operationId,
    outcome: end.outcome,
    to_state: settlement.to,
    failures: settlement.failures,
    expiries: settlement.expiries,
    delay_ms: settlement.delayMs,
    who: end.who,
    why: settlement.why,
    error_code: settlement.errorCode ?? null,
  };
}

function settledJob(row: SettledRecord): SettledJob {
  return {
    jobId: row.id,
    workflowId: row.workflow_id,
    operationId: row.operation_id,
    siteId: row.site_id,
    outcome: row.outcome,
    to: row.state,
    claimable: row.claimable,
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  };
}

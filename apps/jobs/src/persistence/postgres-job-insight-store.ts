import { type JobHistoryEntry, SITE_JOB_BYTES } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { JobFacts } from '../domain/explanation';
import type { JobInsightStore } from '../use-cases/job-insight-store';
import { FACTS, type FactsRecord, HISTORY, type HistoryRecord } from './job-insight.sql';

@Injectable()
export class PostgresJobInsightStore implements JobInsightStore {
  constructor(private readonly database: Database) {}

  async facts(id: string): Promise<Omit<JobFacts, 'operation' | 'bells'> | undefined> {
    const [row] = await this.database.query<FactsRecord>(FACTS, [id]);
    return row && factsOf(row);
  }

  async history(
    id: string,
    after: number,
    limit: number,
  ): Promise<{ items: JobHistoryEntry[]; more: boolean } | undefined> {
    const rows = await this.database.query<HistoryRecord | { n: null }>(HISTORY, [id, after, limit + 1]);
    if (rows.length === 0) return undefined;
    const items = rows.flatMap((row) => (row.n === null ? [] : [entryOf(row)]));
    return { items: items.slice(0, limit), more: items.length > limit };
  }
}

function factsOf(row: FactsRecord): Omit<JobFacts, 'operation' | 'bells'> {
  const { id, state, now, failures, missing, site_id: siteId, operation_id: operationId } = row;
  return {
    id,
    state,
    now,
    overHttpOnly: row.size_bytes > SITE_JOB_BYTES,
    availableAt: row.available_at,
    failures,
    errorCode: row.error_code,
    ...(siteId !== null && operationId !== null && { claim: { siteId, operationId } }),
    workflow: {
      id: row.workflow_id,
      paused: row.paused,
      limit: row.max_running,
      running: row.running,
      onlySites: row.only_sites,
    },
    ableSites: row.able,
    missing,
  };
}

function entryOf(row: HistoryRecord): JobHistoryEntry {
  return {
    n: Number(row.n),
    at: row.at.toISOString(),
    from: row.from_state,
    to: row.to_state,
    attempt: row.attempt,
    operation_id: row.operation_id,
    who: row.who,
    why: row.why,
  };
}

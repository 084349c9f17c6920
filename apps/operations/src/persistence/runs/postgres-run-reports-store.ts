import { mintId } from '@callboard/kernel';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Run } from '../../domain/runs/run';
import type { ToldEvent, ToldSize } from '../../domain/runs/told-events';
import type { JobRun, RunReportsStore, RunToTell } from '../../use-cases/runs/run-reports-store';
import { runOf, type RunRow } from './run.row';
import { LOCK_CARRIER, LOCK_RUN, REQUEST_OF_JOB, TELL, TOLD_SIZE } from './run-reports.sql';

/** Runs that were asked for with a job, and what others tell of runs, in PostgreSQL. Locks as `PostgresRunsStore` does. */
@Injectable()
export class PostgresRunReportsStore implements RunReportsStore {
  constructor(private readonly database: Database) {}

  async requestOfJob({ jobId, workflowId, objectId, askedBy }: JobRun): Promise<string> {
    const id = mintId();
    const values = [jobId, id, workflowId, objectId, askedBy];
    const [row] = await this.database.query<{ id: string }>(REQUEST_OF_JOB, values);
    return row?.id ?? id;
  }

  tell(
    runId: string,
    event: ToldEvent,
    who: string,
    decide: (known: RunToTell | undefined) => Run,
  ): Promise<void> {
    return this.database.transaction(async (tx) => {
      tx.along(TELL, columnsOf(decide(await lockedRun(tx, runId)), event, who));
    });
  }
}

async function lockedRun(tx: Transaction, runId: string): Promise<RunToTell | undefined> {
  const [carrier] = await tx.query<{ id: string; site_id: string }>(LOCK_CARRIER, [runId]);
  const [row] = await tx.query<RunRow & { asked_by: string }>(LOCK_RUN, [runId]);
  if (row === undefined) return undefined;
  const [told] = await tx.query<ToldSize>(TOLD_SIZE, [runId]);
  return {
    run: runOf(row),
    askedBy: row.asked_by,
    carrier: carrier && { operationId: carrier.id, siteId: carrier.site_id },
    told: told ?? { events: 0, objects: 0 },
  };
}

const columnsOf = (run: Run, event: ToldEvent, who: string): unknown[] => [
  run.id,
  run.status,
  run.operationId,
  run.siteId,
  run.attempt,
  event.at,
  event.inputs,
  event.outputs,
  event.producer,
  event.schemaUrl,
  event.facets === null ? null : JSON.stringify(event.facets),
  who,
];

import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { CLAIMABLE_STATE } from '../domain/job-states';
import type { ClaimableWorkStore } from '../use-cases/claimable-work-store';
import { IN_INDEX_ORDER } from './index-order';

/** Steps from workflow to workflow through the index jobs_claimable, so that a long queue costs no more than a short one. */
const WORKFLOWS = `
with recursive queued as (
  (select j.workflow_id from jobs j where j.state = ${CLAIMABLE_STATE} order by j.workflow_id limit 1)
  union all
  select (select j.workflow_id from jobs j
           where j.state = ${CLAIMABLE_STATE} and j.workflow_id > q.workflow_id
           order by j.workflow_id limit 1)
    from queued q where q.workflow_id is not null
)
select q.workflow_id
  from queued q join workflows w on w.id = q.workflow_id and not w.paused
 where exists (select from jobs j
                where j.state = ${CLAIMABLE_STATE} and j.workflow_id = q.workflow_id and j.available_at <= now())`;

/** $1 workflow, $2 jobs to pass over, $3 most jobs. */
const JOB_IDS = `
select j.id from jobs j
 where j.state = ${CLAIMABLE_STATE} and j.workflow_id = $1 and j.available_at <= now()
 order by j.priority desc, j.created_at, j.id
offset $2 limit $3`;

@Injectable()
export class PostgresClaimableWorkStore implements ClaimableWorkStore {
  constructor(private readonly database: Database) {}

  async workflows(): Promise<string[]> {
    const rows = await this.inIndexOrder<{ workflow_id: string }>(WORKFLOWS, []);
    return rows.map((row) => row.workflow_id);
  }

  async jobIds(workflowId: string, from: number, to: number): Promise<string[]> {
    const rows = await this.inIndexOrder<{ id: string }>(JOB_IDS, [workflowId, from, Math.max(0, to - from)]);
    return rows.map((row) => row.id);
  }

  private inIndexOrder<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.database.transaction(async (tx) => {
      await tx.query(`select ${IN_INDEX_ORDER}`);
      return tx.query<T>(sql, parameters);
    });
  }
}

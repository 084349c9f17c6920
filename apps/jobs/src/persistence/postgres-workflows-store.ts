import type { SeededEntry, Workflow, WorkflowPatch } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Deletion, NewWorkflow, WorkflowsStore } from '../use-cases/workflows-store';
import { CHANGE, DELETE, LIST, REGISTER, SEED, SEED_ONLY_SITE, type WorkflowRecord } from './workflows.sql';

@Injectable()
export class PostgresWorkflowsStore implements WorkflowsStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<Workflow[]> {
    return (await this.database.query<WorkflowRecord>(LIST)).map(viewWorkflow);
  }

  async register(workflow: NewWorkflow): Promise<Workflow | undefined> {
    const { id, name, description, capabilityIds } = workflow;
    const [row] = await this.database.query<WorkflowRecord>(REGISTER, [id, name, description, capabilityIds]);
    return row && viewWorkflow(row);
  }

  async change(id: string, changes: WorkflowPatch): Promise<Workflow | undefined> {
    const [row] = await this.database.query<WorkflowRecord>(CHANGE, [id, JSON.stringify(changes)]);
    return row && viewWorkflow(row);
  }

  async delete(id: string): Promise<Deletion> {
    const [row] = await this.database.query<{ in_use: boolean }>(DELETE, [id]);
    if (row === undefined) return 'unknown';
    return row.in_use ? 'in-use' : 'deleted';
  }

  async seed(workflows: readonly SeededEntry[]): Promise<void> {
    const rows = workflows.map(({ id, name, description, created_at }, place) => ({
      place,
      id,
      name,
      description,
      created_at,
    }));
    await this.database.query(SEED, [JSON.stringify(rows)]);
  }

  async seedOnlySite(ids: readonly string[], siteId: string): Promise<void> {
    await this.database.query(SEED_ONLY_SITE, [ids, siteId]);
  }
}

function viewWorkflow(record: WorkflowRecord): Workflow {
  const { lease_ms, retry_delay_ms, longest_retry_delay_ms, created_at, ...rest } = record;
  return {
    ...rest,
    lease_ms: lease_ms === null ? null : Number(lease_ms),
    retry_delay_ms: Number(retry_delay_ms),
    longest_retry_delay_ms: Number(longest_retry_delay_ms),
    created_at: created_at.toISOString(),
  };
}

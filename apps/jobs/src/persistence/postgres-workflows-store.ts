import type { Workflow } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { SeededWorkflow } from '../domain/seeded-workflows';
import type { NewWorkflow, WorkflowsStore } from '../use-cases/workflows-store';

interface WorkflowRecord {
  id: string;
  name: string | null;
  description: string | null;
  capability_ids: string[];
  created_at: Date;
}

const COLUMNS = 'id, name, description, capability_ids, created_at';

const LIST = `select ${COLUMNS} from workflows where registered order by seq`;

/** An id that jobs have named before becomes registered, and takes its place in the order now. */
const REGISTER_UNREGISTERED = `
on conflict (id) do update
   set registered = true, seq = default, name = excluded.name, description = excluded.description,
       capability_ids = excluded.capability_ids, created_at = excluded.created_at
 where not workflows.registered`;

const REGISTER = `
insert into workflows (id, registered, name, description, capability_ids) values ($1, true, $2, $3, $4)
${REGISTER_UNREGISTERED}
returning ${COLUMNS}`;

/** $1 seeds as JSON. Registered ones, edited or not, stay as they are; unlike the reference (contract 3.1). */
const SEED = `
insert into workflows (id, registered, name, description, created_at)
select s.id, true, s.name, s.description, s.created_at
  from json_to_recordset($1::json) as s(place int, id text, name text, description text, created_at timestamptz)
 where not exists (select from workflows w where w.id = s.id and w.registered)
 order by s.place
${REGISTER_UNREGISTERED}`;

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

  async seed(workflows: readonly SeededWorkflow[]): Promise<void> {
    const rows = workflows.map(({ id, name, description, createdAt }, place) => ({
      place,
      id,
      name,
      description,
      created_at: createdAt,
    }));
    await this.database.query(SEED, [JSON.stringify(rows)]);
  }
}

function viewWorkflow(row: WorkflowRecord): Workflow {
  return {
    id: row.id,
    created_at: row.created_at.toISOString(),
    name: row.name,
    description: row.description,
    capability_ids: row.capability_ids,
  };
}

import type { RunEventType } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Link } from '../../domain/runs/lineage-growth';
import type { Direction, LineageStore } from '../../use-cases/runs/lineage-store';

const LINK = `d.object_id as "objectId", d.run_id as "runId"`;

/** $1 objects, $2 direction, $3 most. */
const OF_OBJECTS = `
select ${LINK} from run_datasets d where d.object_id = any ($1) and d.direction = $2 limit $3`;

/** $1 runs, $2 direction, $3 most. */
const OF_RUNS = `
select ${LINK} from run_datasets d where d.run_id = any ($1) and d.direction = $2 limit $3`;

const STANDING = `select id, workflow_id, status from runs where id = any ($1)`;

/** Which runs read and made which objects, by the indexes of both ways. */
@Injectable()
export class PostgresLineageStore implements LineageStore {
  constructor(private readonly database: Database) {}

  ofObjects(objectIds: readonly string[], direction: Direction, limit: number): Promise<Link[]> {
    return this.database.query<Link>(OF_OBJECTS, [objectIds, direction, limit]);
  }

  ofRuns(runIds: readonly string[], direction: Direction, limit: number): Promise<Link[]> {
    return this.database.query<Link>(OF_RUNS, [runIds, direction, limit]);
  }

  async standing(
    runIds: readonly string[],
  ): Promise<ReadonlyMap<string, { workflowId: string; status: RunEventType }>> {
    if (runIds.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; workflow_id: string; status: RunEventType }>(
      STANDING,
      [runIds],
    );
    return new Map(rows.map(({ id, workflow_id: workflowId, status }) => [id, { workflowId, status }]));
  }
}

import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { OpFailure } from '../../domain/runs/op-attempts';
import type { LineOfOp } from '../../domain/runs/record';
import type { RunHappening, RunHistory, RunStanding } from '../../domain/runs/run-history';
import type {
  EventsOfRun,
  OpsOfRun,
  RunReadsStore,
  RunsOfObject,
} from '../../use-cases/runs/run-reads-store';
import { FIND_RUN, RUN_EVENTS, RUN_LINES, RUN_OPS, RUN_OPS_ALONE, RUNS_OF_OBJECT } from './read-runs.sql';
import { attemptOf, type OpRow, runOf, type RunRow } from './run.row';

/** Most events of a run that its lineage tells: an attempt has two. */
const MOST_EVENTS = 2_000;

interface StandingRow extends RunRow {
  asked_by: string;
  created_at: Date;
  error: OpFailure | null;
  inputs: string[];
  outputs: string[];
}

interface EventColumns {
  type: RunHappening['type'];
  at: Date;
  operation_id: string | null;
  site_id: string | null;
  inputs: string[];
  outputs: string[];
  error: OpFailure | null;
  producer: string | null;
  schema_url: string | null;
  facets: Record<string, unknown> | null;
}
type EventRow = { workflow_id: string } & ({ n: null } | (EventColumns & { n: number }));

type LoneOpRow = { op: null } | OpRow;
type FullOpRow = { op: null } | (OpRow & { output: unknown });

@Injectable()
export class PostgresRunReadsStore implements RunReadsStore {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<RunStanding | undefined> {
    const [row] = await this.database.query<StandingRow>(FIND_RUN, [id]);
    return row && standingOf(row);
  }

  async ofObject(objectId: string, before: number | undefined, limit: number): Promise<RunsOfObject> {
    const asked = [objectId, before ?? null, limit + 1];
    const rows = await this.database.query<StandingRow & { link: number }>(RUNS_OF_OBJECT, asked);
    const items = rows.slice(0, limit).map((row) => ({ ...standingOf(row), n: row.link }));
    return { items, more: rows.length > limit };
  }

  async events(id: string, before: number | undefined, limit: number): Promise<EventsOfRun | undefined> {
    const rows = await this.database.query<EventRow>(RUN_EVENTS, [id, before ?? null, limit + 1]);
    const [first] = rows;
    if (first === undefined) return undefined;
    const items = rows.flatMap(happeningOf);
    return { workflowId: first.workflow_id, items: items.slice(0, limit), more: items.length > limit };
  }

  async ops(id: string): Promise<OpsOfRun | undefined> {
    const rows = await this.database.query<FullOpRow>(RUN_OPS, [id]);
    if (rows.length === 0) return undefined;
    const lines = await this.database.query<LineOfOp>(RUN_LINES, [id]);
    return { attempts: rows.flatMap(fullAttemptOf), lines };
  }

  async history(id: string): Promise<RunHistory | undefined> {
    const found = await this.events(id, undefined, MOST_EVENTS);
    if (found === undefined) return undefined;
    const rows = await this.database.query<LoneOpRow>(RUN_OPS_ALONE, [id]);
    return {
      id,
      workflowId: found.workflowId,
      events: [...found.items].reverse(),
      ops: rows.flatMap((row) => (row.op === null ? [] : [attemptOf(row)])),
    };
  }
}

function standingOf(row: StandingRow): RunStanding {
  const { asked_by: startedBy, created_at: startedAt, error, inputs, outputs } = row;
  return { ...runOf(row), startedBy, startedAt, error, inputs, outputs };
}

function happeningOf(row: EventRow): RunHappening[] {
  if (row.n === null) return [];
  const { n, type, at, inputs, outputs, error, producer, schema_url: schemaUrl, facets } = row;
  const told = producer === null || schemaUrl === null ? null : { producer, schemaUrl, facets };
  return [{ n, type, at, operationId: row.operation_id, siteId: row.site_id, inputs, outputs, error, told }];
}

const fullAttemptOf = (row: FullOpRow) =>
  row.op === null ? [] : [{ ...attemptOf(row), output: row.output }];

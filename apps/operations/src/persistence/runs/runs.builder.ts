import type { RunEventType } from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import type { OpEvent } from '../../domain/runs/op-attempts';
import { BeginRun } from '../../use-cases/runs/begin-run';
import { RecordRunEvents } from '../../use-cases/runs/record-run-events';
import { RequestRun } from '../../use-cases/runs/request-run';
import { ALPHA, JOBS, newOperation, operationsOnPostgres } from '../operations.builder';
import { PostgresRunsStore } from './postgres-runs-store';

export const WORKFLOW = 'metadata-in-1.0.0';
export const AT = new Date('2026-01-02T03:04:05.000Z');

/** Something that the op `read` did. */
export const opEvent = (kind: OpEvent['kind'], more: Partial<OpEvent> = {}): OpEvent => ({
  op: 'read',
  attempt: 1,
  kind,
  at: AT,
  inputs: [],
  outputs: [],
  logs: [],
  ...more,
});

/** The use cases of runs beside those of operations, on a PostgreSQL of their own. */
export async function runsOnPostgres(poolSize = 10) {
  const operations = await operationsOnPostgres(poolSize);
  const { database } = operations;
  const store = new PostgresRunsStore(database);
  const begin = new BeginRun(store);
  const record = new RecordRunEvents(store);
  const request = new RequestRun(store);
  /** An open operation of the site alpha on a job about this object. */
  const open = async (
    objectId: string | undefined = mintId(),
    jobId = mintId(),
    attempt = 1,
  ): Promise<string> => {
    const config = objectId === undefined ? {} : { object_id: objectId };
    const asked = newOperation({ attempt, job: { id: jobId, workflow: { id: WORKFLOW }, config } });
    await operations.open.execute([asked], JOBS);
    return asked.id;
  };
  return {
    ...operations,
    operations,
    runsStore: store,
    openOn: open,
    request: (objectId: string, workflowId = WORKFLOW) =>
      request.execute({ workflowId, objectId, askedBy: 'user:ada' }, JOBS),
    begin: (operationId: string, caller = ALPHA) => begin.execute(operationId, caller),
    record: (operationId: string, events: readonly OpEvent[], caller = ALPHA) =>
      record.execute(operationId, events, caller),
    requestRun: request,
    settleWith: async (id: string, result: unknown) => operations.settle.execute([{ id, result }], ALPHA),
    happenings: (runId: string) =>
      database.query<{
        n: number;
        type: RunEventType;
        operation_id: string | null;
        inputs: string[];
        outputs: string[];
        error: { code: string; message: string } | null;
      }>(
        'select n, type, operation_id, inputs, outputs, error from run_events where run_id = $1 order by n',
        [runId],
      ),
    opRows: (runId: string) =>
      database.query<Record<string, unknown>>(
        'select op, attempt, state, output, error, inputs, outputs, ended_at from run_ops where run_id = $1 order by op, attempt',
        [runId],
      ),
    count: async (table: string, where: string, ...values: unknown[]): Promise<number> => {
      const [row] = await database.query<{ n: number }>(
        `select count(*)::int as n from ${table} where ${where}`,
        values,
      );
      return row?.n ?? 0;
    },
  };
}

export type RunsOnPostgres = Awaited<ReturnType<typeof runsOnPostgres>>;

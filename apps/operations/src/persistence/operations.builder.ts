import type { Caller } from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { newTraceparent } from '@callboard/messaging';
import { Outbox, RelayBell } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { testDatabase } from '@callboard/testing';
import type { EndedOperation, JobOfOperation } from '../domain/operation';
import { EndOperations } from '../use-cases/end-operations';
import { ExpireOperations } from '../use-cases/expire-operations';
import { HeartbeatOperations } from '../use-cases/heartbeat-operations';
import { OpenOperations } from '../use-cases/open-operations';
import { OpenPutOperations } from '../use-cases/open-put-operations';
import { PermitWrites } from '../use-cases/permit-writes';
import type { NewOperation } from '../use-cases/operations-store';
import { ReportProgress } from '../use-cases/report-progress';
import { SettleOperations } from '../use-cases/settle-operations';
import type { OpenedOperation, StateChangeReporter } from '../use-cases/state-change-reporter';
import { migrations } from './migrations';
import { PostgresOperationsStore } from './postgres-operations-store';

export const JOBS: Caller = { kind: 'service', service: 'jobs' };
export const siteCaller = (siteId: string): Caller => ({
  kind: 'site',
  siteId,
  clientId: `client-of-${siteId}`,
});
export const ALPHA = siteCaller('alpha');

/** An operation of the site alpha with a lease of a minute. */
export function newOperation(more: Partial<NewOperation> = {}): NewOperation & { job: JobOfOperation } {
  return {
    id: mintId(),
    siteId: 'alpha',
    attempt: 1,
    leaseMs: 60_000,
    traceparent: newTraceparent(),
    ...more,
    job: more.job ?? {
      id: mintId(),
      workflow: { id: 'sequence-summary-1.0.0' },
      config: { object_id: 'o-1' },
    },
  };
}

/** Remembers what it was told. */
export class RecordingReporter implements StateChangeReporter {
  readonly openedOnes: OpenedOperation[] = [];
  readonly endedOnes: EndedOperation[] = [];
  readonly toldSites: EndedOperation[] = [];
  opened = (operations: readonly OpenedOperation[]): number => this.openedOnes.push(...operations);
  ended = (operations: readonly EndedOperation[]): number => this.endedOnes.push(...operations);
  tellSites = (operations: readonly EndedOperation[]): number => this.toldSites.push(...operations);
}

/** The use cases on a PostgreSQL of their own. */
export async function operationsOnPostgres(poolSize = 10) {
  const clone = await testDatabase([{ service: 'operations', migrations }]);
  const database = await Database.open({
    url: clone.url('operations'),
    service: 'operations',
    migrations,
    poolSize,
  });
  const store = new PostgresOperationsStore(database, new Outbox(new RelayBell()));
  const reporter = new RecordingReporter();
  return {
    database,
    store,
    reporter,
    open: new OpenOperations(store, reporter),
    openPuts: new OpenPutOperations(store, reporter),
    permits: new PermitWrites(store),
    report: new ReportProgress(store),
    heartbeat: new HeartbeatOperations(store),
    settle: new SettleOperations(store, reporter),
    end: new EndOperations(store, reporter),
    expire: new ExpireOperations(store, reporter),
    /** As if time had passed: leases end this many seconds ago. */
    endLeases: (ids: readonly string[], secondsAgo: number) =>
      database.query(
        `update operations set expire_time = now() - $2 * interval '1 second' where id = any($1)`,
        [ids, secondsAgo],
      ),
    history: (id: string) =>
      database.query<{ from_state: string | null; to_state: string; who: string; why: string }>(
        'select from_state, to_state, who, why from operation_history where operation_id = $1 order by seq',
        [id],
      ),
    /** What the outbox tells of an operation. */
    events: (id: string) =>
      database.query<{ subject: string; item: Record<string, unknown> }>(
        `select subject, item from outbox, jsonb_array_elements(payload -> 'items') as item where item ->> 'id' = $1`,
        [id],
      ),
    close: async () => {
      await database.close();
      await clone.drop();
    },
  };
}

export type OperationsOnPostgres = Awaited<ReturnType<typeof operationsOnPostgres>>;

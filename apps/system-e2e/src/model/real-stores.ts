import { Gate } from '@callboard/kernel';
import { Outbox, RelayBell } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { testDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { migrations as jobsMigrations } from '../../../jobs/src/persistence/migrations';
import { PostgresClaimsStore } from '../../../jobs/src/persistence/postgres-claims-store';
import { PostgresJobsStore } from '../../../jobs/src/persistence/postgres-jobs-store';
import { PostgresManagedJobsStore } from '../../../jobs/src/persistence/postgres-managed-jobs-store';
import { PostgresSettlementsStore } from '../../../jobs/src/persistence/postgres-settlements-store';
import { PostgresSiteCapabilitiesStore } from '../../../jobs/src/persistence/postgres-site-capabilities-store';
import { PostgresWorkflowsStore } from '../../../jobs/src/persistence/postgres-workflows-store';
import { migrations as operationsMigrations } from '../../../operations/src/persistence/migrations';
import { PostgresOperationsStore } from '../../../operations/src/persistence/postgres-operations-store';
import type { Policy } from './commands';

export type RealStores = Awaited<ReturnType<typeof openRealStores>>;

/** The capability that `beta` lacks. */
const SPECIAL = 'special';

/** The stores of both services on a PostgreSQL of their own; time stands still in it unless a command says otherwise. */
export async function openRealStores(poolSize: number) {
  const place = await testDatabase([
    { service: 'jobs', migrations: jobsMigrations },
    { service: 'operations', migrations: operationsMigrations },
  ]);
  await putOffComparisons(place.adminUrl);
  const [jobs, operations] = await Promise.all([
    Database.open({ url: place.url('jobs'), service: 'jobs', migrations: jobsMigrations, poolSize }),
    Database.open({
      url: place.url('operations'),
      service: 'operations',
      migrations: operationsMigrations,
      poolSize,
    }),
  ]);
  const outbox = new Outbox(new RelayBell());
  const stores = {
    jobsDatabase: jobs,
    operationsDatabase: operations,
    workflows: new PostgresWorkflowsStore(jobs),
    jobs: new PostgresJobsStore(jobs, outbox),
    claims: new PostgresClaimsStore(jobs, outbox),
    managed: new PostgresManagedJobsStore(jobs, outbox),
    settlements: new PostgresSettlementsStore(jobs, outbox),
    operations: new PostgresOperationsStore(operations, outbox),
    /** What sweeps over the rows of all sequences is done for one of them at a time. */
    sweeps: new Gate(1),
    async close(): Promise<void> {
      await Promise.all([jobs.close(), operations.close()]);
      await place.drop();
    },
  };
  await new PostgresSiteCapabilitiesStore(jobs).keep([
    { siteId: 'alpha', version: 1, capabilityIds: [SPECIAL] },
    { siteId: 'beta', version: 1, capabilityIds: [] },
  ]);
  return stores;
}

/**
 * A sweep takes in whatever is due, of every sequence: claims come up for comparison when a command says so, not ten
 * seconds after they were made. Leases are a day long for the same reason, see `RealJobs`.
 */
async function putOffComparisons(adminUrl: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(
    `alter table jobs.claims alter column next_comparison set default now() + interval '1 day'`,
  );
  await admin.end();
}

/** Registers a workflow of this policy. */
export async function registerWorkflow(stores: RealStores, id: string, policy: Policy): Promise<void> {
  const capabilityIds = policy.betaIsAble ? [] : [SPECIAL];
  await stores.workflows.register({ id, name: null, description: null, capabilityIds });
  await stores.workflows.change(id, {
    max_attempts: policy.maxAttempts,
    max_expiries: policy.maxExpiries,
    retry_delay_ms: policy.retryDelayMs,
    final_error_codes: [...policy.finalErrorCodes],
    max_running: policy.maxRunning,
  });
}

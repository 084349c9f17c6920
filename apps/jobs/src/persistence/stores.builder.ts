import type { JobIn } from '@callboard/contracts';
import { newTraceparent } from '@callboard/messaging';
import { Outbox, RelayBell } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { testDatabase } from '@callboard/testing';
import type { ClaimTerms } from '../use-cases/claims-store';
import { migrations } from './migrations';
import { PostgresClaimableWorkStore } from './postgres-claimable-work-store';
import { PostgresClaimsStore } from './postgres-claims-store';
import { PostgresJobInsightStore } from './postgres-job-insight-store';
import { PostgresJobsStore } from './postgres-jobs-store';
import { PostgresManagedJobsStore } from './postgres-managed-jobs-store';
import { PostgresRequestedJobsStore } from './postgres-requested-jobs-store';
import { PostgresSettlementsStore } from './postgres-settlements-store';
import { PostgresSiteCapabilitiesStore } from './postgres-site-capabilities-store';
import { PostgresSiteLimitsStore } from './postgres-site-limits-store';
import { PostgresWorkflowsStore } from './postgres-workflows-store';

export type Stores = Awaited<ReturnType<typeof openStores>>;

/** Every store of the service on a database of its own. */
export async function openStores() {
  const place = await testDatabase([{ service: 'jobs', migrations }]);
  const database = await Database.open({ url: place.url('jobs'), service: 'jobs', migrations, poolSize: 20 });
  const outbox = new Outbox(new RelayBell());
  return {
    database,
    workflows: new PostgresWorkflowsStore(database),
    jobs: new PostgresJobsStore(database, outbox),
    claims: new PostgresClaimsStore(database, outbox),
    settlements: new PostgresSettlementsStore(database, outbox),
    sites: new PostgresSiteCapabilitiesStore(database),
    requested: new PostgresRequestedJobsStore(database, outbox),
    managed: new PostgresManagedJobsStore(database, outbox),
    insight: new PostgresJobInsightStore(database),
    limits: new PostgresSiteLimitsStore(database),
    work: new PostgresClaimableWorkStore(database),
    async close(): Promise<void> {
      await database.close();
      await place.drop();
    },
  };
}

export const AUTHOR = { who: 'site:poster', traceparent: newTraceparent(), siteId: 'poster' };

/** Jobs as a client posts them. */
export function postedJobs(workflowId: string, count: number): JobIn[] {
  return Array.from({ length: count }, (_, n) => ({ workflow: { id: workflowId }, config: { n } }));
}

/** A claim over HTTP, unless told otherwise. */
export function terms(siteId: string, more: Partial<ClaimTerms> = {}): ClaimTerms {
  return { siteId, doorLeaseMs: 60_000, ...more };
}

/** Posts jobs and gives their ids in the order posted. */
export async function post(stores: Stores, workflowId: string, count = 1): Promise<string[]> {
  const jobs = await stores.jobs.create(postedJobs(workflowId, count), AUTHOR);
  return jobs.map((job) => job?.id ?? 'refused');
}

export async function jobOf(stores: Stores, id: string) {
  const { jobs } = await stores.jobs.find([id]);
  const job = jobs.get(id);
  if (!job) throw new Error(`no job ${id}`);
  return job;
}

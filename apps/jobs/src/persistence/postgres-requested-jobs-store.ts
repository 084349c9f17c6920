import type { JobState } from '@callboard/contracts';
import { Outbox } from '@callboard/outbox';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Author } from '../use-cases/jobs-store';
import type { RequestedJob, RequestedJobsStore, RunRequest } from '../use-cases/requested-jobs-store';
import type { JobToCreate } from './create-jobs.sql';
import { createAdmitted, jobToCreate } from './job-creation';
import {
  FIND_REQUESTED,
  GIVE_BACK_RUN_KEYS,
  RESERVE_RUN_KEYS,
  type RunKeyToReserve,
} from './requested-jobs.sql';
import { tellChanged } from './tell-changed';

interface FoundRecord {
  asked_by: string;
  run_key: string;
  job_id: string;
  state: JobState;
}

/** Run keys and their jobs in PostgreSQL: the primary key lets one job through for each. */
@Injectable()
export class PostgresRequestedJobsStore implements RequestedJobsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async request(
    siteId: string,
    requests: readonly RunRequest[],
    author: Author,
  ): Promise<(RequestedJob | undefined)[]> {
    const first = new Map([...requests].reverse().map((request) => [keyOf(request), request]));
    const wanted = [...first.values()].map((request, place) => ({ request, job: toCreate(request, place) }));
    const { created, found } = await this.database.transaction(async (tx) => {
      const free = new Set(await reserve(tx, siteId, wanted));
      const jobs = wanted.flatMap(({ job }) => (free.has(job.id) ? [job] : []));
      const created = await this.create(tx, siteId, jobs, author);
      const asked = wanted.map(({ request }) => request);
      const found = await tx.query<FoundRecord>(FIND_REQUESTED, [
        siteId,
        asked.map(({ by }) => by),
        asked.map(({ runKey }) => runKey),
      ]);
      return { created, found };
    });
    const jobs = new Map(found.map((row) => [keyOf({ by: row.asked_by, runKey: row.run_key }), row]));
    return requests.map((request) => {
      const job = jobs.get(keyOf(request));
      const isNew = first.get(keyOf(request)) === request && created.has(job?.job_id ?? '');
      return job && { jobId: job.job_id, state: job.state, isNew };
    });
  }

  /** The ids of those that were created; the keys of the others are free again. */
  private async create(
    tx: Transaction,
    siteId: string,
    jobs: readonly JobToCreate[],
    author: Author,
  ): Promise<Set<string>> {
    if (jobs.length === 0) return new Set();
    const rows = await createAdmitted(tx, jobs, author);
    tellChanged(this.outbox, tx, rows);
    const created = new Set(rows.map(({ id }) => id));
    const others = jobs.flatMap(({ id }) => (created.has(id) ? [] : [id]));
    if (others.length > 0) tx.along(GIVE_BACK_RUN_KEYS, [siteId, others]);
    return created;
  }
}

async function reserve(
  tx: Transaction,
  siteId: string,
  wanted: readonly { request: RunRequest; job: JobToCreate }[],
): Promise<string[]> {
  const keys: RunKeyToReserve[] = wanted.map(({ request, job }) => ({
    asked_by: request.by,
    run_key: request.runKey,
    job_id: job.id,
  }));
  const rows = await tx.query<{ job_id: string }>(RESERVE_RUN_KEYS, [siteId, JSON.stringify(keys)]);
  return rows.map(({ job_id }) => job_id);
}

const toCreate = ({ workflowId, config }: RunRequest, place: number): JobToCreate =>
  jobToCreate({ workflow: { id: workflowId }, config }, place);

const keyOf = ({ by, runKey }: Pick<RunRequest, 'by' | 'runKey'>): string => JSON.stringify([by, runKey]);

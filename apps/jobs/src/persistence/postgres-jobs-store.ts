import { idSchema, type Job, type JobIn, MESSAGE_BYTES } from '@callboard/contracts';
import { compileFilter } from '@callboard/document-query';
import { DomainError, mintId } from '@callboard/kernel';
import { Outbox } from '@callboard/outbox';
import { Database, HASH_JOINS, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { FIRST_STATE } from '../domain/job-states';
import type { Author, Firing, FoundJobs, JobsAsked, JobsStore, TriggeredJob } from '../use-cases/jobs-store';
import {
  ADMISSION_LOCK,
  ADMIT_WORKFLOWS,
  CREATE_JOBS,
  CREATE_TRIGGERED_JOBS,
  type JobToCreate,
  type JobToTrigger,
} from './create-jobs.sql';
import { type JobRecord, PAGE_BYTES, REPLY_BYTES, viewJob } from './job-record';
import { JOB_FIELDS } from './job-fields';
import { FIND_JOBS, offeredTo, PAGE_PARAMETERS, pageOfJobs } from './read-jobs.sql';
import { type ChangedJob, tellChanged } from './tell-changed';

/** Most workflow ids that jobs may name without anybody having registered them (design 4). */
const UNREGISTERED_LIMIT = 1000;

/** The reply to a claim shows a job twice, and is one message. */
const JOB_BYTES = MESSAGE_BYTES / 2 - 1024 * 1024;

type CreatedRecord = ChangedJob & { created_at: Date };

@Injectable()
export class PostgresJobsStore implements JobsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async create(posted: readonly JobIn[], author: Author): Promise<(Job | undefined)[]> {
    const jobs = posted.map(jobToCreate);
    const created = await this.database.transaction(async (tx) => {
      const rows = await this.insertAdmitted(tx, jobs, author);
      tellChanged(this.outbox, tx, rows);
      return new Map(rows.map((row) => [row.id, row]));
    });
    return jobs.map((job) => {
      const row = created.get(job.id);
      return row && viewNew(job, row);
    });
  }

  async createTriggered(firings: readonly Firing[]): Promise<TriggeredJob[]> {
    const jobs: JobToTrigger[] = firings.map((firing, place) => ({
      place,
      id: mintId(),
      workflow_id: firing.workflowId,
      object_id: firing.objectId,
      traceparent: firing.traceparent,
    }));
    const rows = await this.database.transaction(async (tx) => {
      tx.along(HASH_JOINS);
      const created = await tx.query<CreatedRecord>(CREATE_TRIGGERED_JOBS, [JSON.stringify(jobs)]);
      tellChanged(this.outbox, tx, created);
      return created;
    });
    const made = new Set(rows.map((row) => row.id));
    return firings.flatMap((firing, at) => {
      const id = jobs[at]?.id ?? '';
      return made.has(id) ? [{ ...firing, id }] : [];
    });
  }

  async find(ids: readonly string[]): Promise<FoundJobs> {
    const rows = await this.database.query<JobRecord & { asked: string; fits: boolean }>(FIND_JOBS, [
      ids,
      REPLY_BYTES,
    ]);
    return {
      jobs: new Map(rows.filter((row) => row.fits).map((row) => [row.asked, viewJob(row)])),
      leftOut: new Set(rows.filter((row) => !row.fits).map((row) => row.asked)),
    };
  }

  async page({ after, limit, filter, offered_to }: JobsAsked): Promise<{ jobs: Job[]; more: boolean }> {
    const { sql, values, limitMs } = compileFilter(filter, JOB_FIELDS, PAGE_PARAMETERS);
    const parameters = [after ?? '', limit, PAGE_BYTES, ...values];
    const conditions = [`(${sql})`];
    if (offered_to !== undefined) conditions.push(offeredTo(`$${parameters.push(offered_to)}`));
    const page = pageOfJobs(conditions.join(' and '));
    const rows = await this.database.queryWithin<JobRecord & { fits: boolean }>(limitMs, page, parameters);
    return { jobs: rows.filter((row) => row.fits).map(viewJob), more: rows.some((row) => !row.fits) };
  }

  /** One statement for jobs of known workflows; new workflow ids cost two more. */
  private async insertAdmitted(
    tx: Transaction,
    jobs: JobToCreate[],
    author: Author,
  ): Promise<CreatedRecord[]> {
    const insert = (some: JobToCreate[]): Promise<CreatedRecord[]> =>
      tx.query<CreatedRecord>(CREATE_JOBS, [
        JSON.stringify(some),
        author.who,
        author.traceparent,
        author.siteId ?? null,
      ]);
    const rows = await insert(jobs);
    if (rows.length === jobs.length) return rows;
    const made = new Set(rows.map((row) => row.id));
    const rest = jobs.filter((job) => !made.has(job.id));
    await tx.query(ADMISSION_LOCK);
    await tx.query(ADMIT_WORKFLOWS, [[...new Set(rest.map((job) => job.workflow_id))], UNREGISTERED_LIMIT]);
    return [...rows, ...(await insert(rest))];
  }
}

function jobToCreate(posted: JobIn, place: number): JobToCreate {
  const { workflow, config, name, description, claims } = posted;
  return {
    place,
    id: mintId(),
    workflow_id: workflow.id,
    workflow,
    config,
    name: name ?? null,
    description: description ?? null,
    object_id: objectOf(config),
    capability_ids: [...new Set(workflow.capability_ids ?? [])],
    size_bytes: sizeOf(posted),
    sent_empty: [
      ...(name === null ? ['name'] : []),
      ...(description === null ? ['description'] : []),
      ...(claims?.length === 0 ? ['claims'] : []),
    ],
    available_at: posted.available_at ?? null,
  };
}

/** A text that is no id, because ids are shorter, makes no identity. */
function objectOf({ object_id: id }: JobIn['config']): string | null {
  return idSchema.safeParse(id).data ?? null;
}

function sizeOf({ workflow, config, name, description }: JobIn): number {
  const bytes = Buffer.byteLength(JSON.stringify([workflow, config, name, description]));
  if (bytes <= JOB_BYTES) return bytes;
  const words = `a job of ${bytes} bytes; at most ${JOB_BYTES} are taken: register large input as objects and name their ids`;
  throw new DomainError('too-large', words);
}

function viewNew(job: JobToCreate, row: CreatedRecord): Job {
  return viewJob({
    ...job,
    workflow: job.workflow as Job['workflow'],
    config: job.config as Job['config'],
    state: FIRST_STATE,
    attempt: 0,
    created_at: row.created_at,
    claims: job.sent_empty.includes('claims') ? [] : null,
  });
}

import type { ItemText, Job, JobIn } from '@callboard/contracts';
import { compileFilter } from '@callboard/document-query';
import { mintId } from '@callboard/kernel';
import { Outbox } from '@callboard/outbox';
import { Database, HASH_JOINS } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { FIRST_STATE } from '../domain/job-states';
import type { Author, Firing, FoundJobs, JobsAsked, JobsStore, TriggeredJob } from '../use-cases/jobs-store';
import { CREATE_TRIGGERED_JOBS, type JobToCreate, type JobToTrigger } from './create-jobs.sql';
import { createAdmitted, type CreatedRecord, jobToCreate } from './job-creation';
import { type JobRecord, PAGE_BYTES, REPLY_BYTES, viewJob } from './job-record';
import { JOB_FIELDS } from './job-fields';
import { FIND_JOBS, offeredTo, PAGE_PARAMETERS, pageOfJobs, type PageRecord } from './read-jobs.sql';
import { tellChanged } from './tell-changed';

@Injectable()
export class PostgresJobsStore implements JobsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async create(posted: readonly JobIn[], author: Author): Promise<(Job | undefined)[]> {
    const jobs = posted.map(jobToCreate);
    const created = await this.database.transaction(async (tx) => {
      const rows = await createAdmitted(tx, jobs, author);
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

  async page({ after, limit, filter, offered_to }: JobsAsked): Promise<{ texts: ItemText[]; more: boolean }> {
    const { sql, values, limitMs } = compileFilter(filter, JOB_FIELDS, PAGE_PARAMETERS);
    const parameters = [after ?? '', limit, PAGE_BYTES, ...values];
    const conditions = [`(${sql})`];
    if (offered_to !== undefined) conditions.push(offeredTo(`$${parameters.push(offered_to)}`));
    const page = pageOfJobs(conditions.join(' and '));
    const rows = await this.database.queryWithin<PageRecord>(limitMs, page, parameters);
    const texts = rows.filter((row): row is ItemText => row.text !== null);
    return { texts, more: texts.length < rows.length };
  }
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

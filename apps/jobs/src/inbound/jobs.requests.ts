import {
  accepted,
  createJobs,
  getJobs,
  type ItemReply,
  type Job,
  listJobs,
  refused,
} from '@callboard/contracts';
import { listText, OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { CreateJobs } from '../use-cases/create-jobs';
import { JOBS_STORE, type JobsStore } from '../use-cases/jobs-store';

/** Jobs as they are posted and read. */
@Controller()
export class JobsRequests {
  constructor(
    private readonly createJobs: CreateJobs,
    @Inject(JOBS_STORE) private readonly jobs: JobsStore,
  ) {}

  @OnRequest(createJobs)
  async create(
    { items }: z.infer<typeof createJobs.input>,
    { caller, traceparent }: RequestContext,
  ): Promise<{ items: ItemReply<Job>[] }> {
    return { items: await this.createJobs.execute(items, caller, traceparent) };
  }

  /** Open to everybody (contract 2.5). */
  @OnRequest(getJobs)
  async get({ ids }: z.infer<typeof getJobs.input>): Promise<{ items: ItemReply<Job>[] }> {
    const { jobs, leftOut } = await this.jobs.find([...new Set(ids)]);
    const answer = (id: string): ItemReply<Job> => {
      const job = jobs.get(id);
      if (job) return accepted(job);
      if (leftOut.has(id))
        return refused('overloaded', 'Too much was asked for at once: ask for this job by itself.');
      return refused('not-found', 'There is no such job.');
    };
    return { items: ids.map(answer) };
  }

  /** Open to everybody (contract 2.5). */
  @OnRequest(listJobs)
  async list(asked: z.infer<typeof listJobs.input>): Promise<z.infer<typeof listJobs.output>> {
    const { texts, more } = await this.jobs.page(asked);
    if (asked.in_tail) return { jobs: [], ...listText(texts), more };
    return { jobs: texts.map(({ text }) => JSON.parse(text) as Job), more };
  }
}

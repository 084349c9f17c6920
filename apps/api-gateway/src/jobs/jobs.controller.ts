import {
  BATCH_LIMIT,
  type ClaimedJob,
  claimJobs,
  createJobs,
  getJobs,
  type Job,
  type JobReply,
  listJobs,
  type OperationReply,
  releaseJobs,
  ROUTES,
} from '@callboard/contracts';
import { RequestClient, type RequestOptions } from '@callboard/messaging';
import { Controller, type StreamableFile } from '@nestjs/common';
import { GatheredRequest } from '../gathering/gathered-request';
import { itemOf, ONE_DOCUMENT, onlyItem } from '../lists/batch';
import { streamedList } from '../lists/streamed-list';
import { setOperation } from '../operations/operation.view';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { claimRefusal } from './claim-refusal';
import { fullJob, setJob } from './job.view';

@Controller()
export class JobsController {
  private readonly claims;

  constructor(private readonly requests: RequestClient) {
    this.claims = new GatheredRequest(requests, claimJobs, (job_ids: string[]) => ({ pick: { job_ids } }));
  }

  @Route(ROUTES.listJobs)
  list({ query, caller }: Asked<typeof ROUTES.listJobs>): Promise<StreamableFile> {
    // A site that gives no filter at all is shown what it may claim; an empty filter shows all (contract 2.5).
    const offered_to = caller.kind === 'site' && query.filter === undefined ? caller.siteId : undefined;
    return streamedList(query, {
      collection: 'jobs',
      read: async (part) => {
        const { jobs, ...rest } = await this.requests.request(listJobs, {
          ...part,
          ...(offered_to && { offered_to }),
        });
        return { items: jobs, ...rest };
      },
      view: setJob,
      passesText: true,
      ...(offered_to && { narrowedBy: `offered to ${offered_to}` }),
    });
  }

  @Route(ROUTES.createJob)
  async create({ body, caller, idempotencyKey }: Asked<typeof ROUTES.createJob>): Promise<JobReply> {
    return setJob(
      onlyItem(await this.requests.request(createJobs, { items: [body] }, { caller, idempotencyKey })),
    );
  }

  @Route(ROUTES.getJob)
  async get({ params }: Asked<typeof ROUTES.getJob>): Promise<JobReply> {
    return setJob(await this.find(params.job_id));
  }

  @Route(ROUTES.claimJob)
  async claim({
    params,
    body,
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.claimJob>): Promise<OperationReply> {
    try {
      const { operation } = await (body?.lease_seconds === undefined && body?.claimant === undefined
        ? this.claims.ask(params.job_id, caller, idempotencyKey)
        : this.claimOnTerms(params.job_id, body, { caller, idempotencyKey }));
      return setOperation(operation);
    } catch (error) {
      throw claimRefusal(error);
    }
  }

  @Route(ROUTES.releaseJob)
  async release({ params, caller, idempotencyKey }: Asked<typeof ROUTES.releaseJob>): Promise<JobReply> {
    const reply = await this.requests.request(
      releaseJobs,
      { job_ids: [params.job_id] },
      { caller, idempotencyKey, ...ONE_DOCUMENT },
    );
    return fullJob(onlyItem(reply));
  }

  /** Each id once; unknown ones are skipped (contract 2.5). */
  @Route(ROUTES.releaseJobs)
  async releaseMany({ body, caller, idempotencyKey }: Asked<typeof ROUTES.releaseJobs>): Promise<JobReply[]> {
    const ids = [...new Set(body.job_ids)];
    const released: JobReply[] = [];
    for (let at = 0; at < ids.length; at += BATCH_LIMIT) {
      // A call of several steps has a key for each of them.
      const step = { caller, idempotencyKey: idempotencyKey && `${idempotencyKey}/${at}` };
      released.push(...(await this.releaseBatch(ids.slice(at, at + BATCH_LIMIT), step)));
    }
    return released;
  }

  private async releaseBatch(job_ids: string[], options: RequestOptions): Promise<JobReply[]> {
    const { items } = await this.requests.request(releaseJobs, { job_ids }, options);
    const released: JobReply[] = [];
    for (const [at, item] of items.entries()) {
      if (!item.ok && item.error.code === 'not-found') continue;
      // Released, but left out of a reply that would have grown too large: asked for by itself.
      const large = !item.ok && item.error.code === 'overloaded';
      released.push(fullJob(large ? await this.find(job_ids[at] ?? '') : itemOf(item)));
    }
    return released;
  }

  private async claimOnTerms(
    id: string,
    { lease_seconds, claimant }: NonNullable<Asked<typeof ROUTES.claimJob>['body']>,
    options: RequestOptions,
  ): Promise<ClaimedJob> {
    const lease_ms = lease_seconds && lease_seconds * 1000;
    const asked = { pick: { job_ids: [id] }, lease_ms, claimant };
    return onlyItem(await this.requests.request(claimJobs, asked, { ...options, ...ONE_DOCUMENT }));
  }

  private async find(id: string): Promise<Job> {
    return onlyItem(await this.requests.request(getJobs, { ids: [id] }, ONE_DOCUMENT));
  }
}

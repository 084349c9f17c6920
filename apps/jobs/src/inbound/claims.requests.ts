import {
  claimJobs,
  HTTP_LEASE_MS,
  type ItemReply,
  type Job,
  releaseJobs,
  SITE_JOB_BYTES,
  SITE_LEASE_MS,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type ClaimedJobs, ClaimJobs } from '../use-cases/claim-jobs';
import { ReleaseJobs } from '../use-cases/release-jobs';
import { siteAsking } from '../use-cases/rights';

/** What sites ask, over `site.*` themselves and over `rpc.*` through the gateway. */
@Controller()
export class ClaimsRequests {
  constructor(
    private readonly claimJobs: ClaimJobs,
    private readonly releaseJobs: ReleaseJobs,
  ) {}

  /** The door decides the lease of a claim that names none: over HTTP nobody renews it (design 5). */
  @OnRequest(claimJobs)
  claim(
    { pick, claimant, request_id, lease_ms }: z.infer<typeof claimJobs.input>,
    { caller, door }: RequestContext,
  ): Promise<ClaimedJobs> {
    const terms = {
      siteId: siteAsking(caller),
      claimant,
      requestId: request_id,
      leaseMs: lease_ms,
      doorLeaseMs: door === 'site' ? SITE_LEASE_MS : HTTP_LEASE_MS,
      maxJobBytes: door === 'site' ? SITE_JOB_BYTES : undefined,
    };
    return 'job_ids' in pick
      ? this.claimJobs.named(pick.job_ids, terms)
      : this.claimJobs.ofWorkflow(pick.workflow_id, pick.max, terms);
  }

  @OnRequest(releaseJobs)
  async release(
    { job_ids }: z.infer<typeof releaseJobs.input>,
    { caller }: RequestContext,
  ): Promise<{ items: ItemReply<Job>[] }> {
    return { items: await this.releaseJobs.execute(job_ids, caller) };
  }
}

import { accepted, type Caller, type ItemReply, type Job, nameOfCaller, refused } from '@callboard/contracts';
import { keptStep } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CLAIMS_STORE, type ClaimsStore } from './claims-store';
import { EndClaims } from './end-claims';
import { JOBS_STORE, type JobsStore } from './jobs-store';
import { siteAsking } from './rights';

/** Gives back every open claim that the calling site holds on these jobs (contract 3.4). */
@Injectable()
export class ReleaseJobs {
  constructor(
    @Inject(JOBS_STORE) private readonly jobs: JobsStore,
    @Inject(CLAIMS_STORE) private readonly claims: ClaimsStore,
    private readonly endClaims: EndClaims,
  ) {}

  /** Answers in the order asked with the jobs as they are then. Refusals: `forbidden`; per item `not-found`. */
  async execute(jobIds: readonly string[], caller: Caller): Promise<ItemReply<Job>[]> {
    const siteId = siteAsking(caller);
    // A repeat gives back what this one did, and no claim that the site has won since.
    const open = await keptStep('claims', () => this.claims.openClaimsOf(siteId, jobIds));
    const who = nameOfCaller(caller);
    await this.endClaims.execute(open, 'released', who, `released by ${who}`);
    const { jobs, leftOut } = await this.jobs.find([...new Set(jobIds)]);
    return jobIds.map((id) => {
      const job = jobs.get(id);
      if (job) return accepted(job);
      return leftOut.has(id)
        ? refused('overloaded', 'Released, but too much to show at once: ask for this job by itself.')
        : refused('not-found', 'There is no such job.');
    });
  }
}

import {
  accepted,
  type Caller,
  type ItemReply,
  type Job,
  nameOfCaller,
  type Operation,
  refused,
} from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { CLAIMS_STORE, type ClaimsStore } from './claims-store';
import { JOBS_STORE, type JobsStore } from './jobs-store';
import { OPERATIONS, type Operations } from './operations';
import { siteAsking } from './rights';
import { SettleJobs } from './settle-jobs';

/**
 * Gives back every open claim that the calling site holds on these jobs (contract 3.4). `operations` decides how each
 * claim ends (design 1, decision 4); what it ended as released is settled here at once, and its event finds no work.
 */
@Injectable()
export class ReleaseJobs {
  constructor(
    @Inject(JOBS_STORE) private readonly jobs: JobsStore,
    @Inject(CLAIMS_STORE) private readonly claims: ClaimsStore,
    @Inject(OPERATIONS) private readonly operations: Operations,
    private readonly settleJobs: SettleJobs,
  ) {}

  /** Answers in the order asked with the jobs as they are then. Refusals: `forbidden`; per item `not-found`. */
  async execute(jobIds: readonly string[], caller: Caller): Promise<ItemReply<Job>[]> {
    const open = await this.claims.openClaimsOf(siteAsking(caller), jobIds);
    if (open.length > 0) await this.release(open, nameOfCaller(caller));
    const { jobs, leftOut } = await this.jobs.find([...new Set(jobIds)]);
    return jobIds.map((id) => {
      const job = jobs.get(id);
      if (job) return accepted(job);
      return leftOut.has(id)
        ? refused('overloaded', 'Released, but too much to show at once: ask for this job by itself.')
        : refused('not-found', 'There is no such job.');
    });
  }

  private async release(operationIds: string[], who: string): Promise<void> {
    const ended = await this.end(operationIds, who);
    const missing = operationIds.filter((id) => !ended.has(id));
    if (missing.length > 0) {
      // A claim whose operation was never opened: open it, so that it can end as every other.
      await this.operations.open(await this.claims.held(missing));
      for (const [id, outcome] of await this.end(missing, who)) ended.set(id, outcome);
    }
    const released = [...ended].filter(([, outcome]) => outcome === 'released');
    await this.settleJobs.execute(
      released.map(([operationId]) => ({ operationId, outcome: 'released', who })),
    );
  }

  /** What became of each operation that exists; `otherwise` when it had ended in another way, whose event settles it. */
  private async end(operationIds: string[], who: string): Promise<Map<string, 'released' | 'otherwise'>> {
    const replies = await this.operations.release(operationIds, `released by ${who}`);
    const ended = operationIds.flatMap((id, at) => {
      const reply = replies[at];
      return reply === undefined || isMissing(reply)
        ? []
        : [[id, reply.ok ? 'released' : 'otherwise'] as const];
    });
    return new Map(ended);
  }
}

const isMissing = (reply: ItemReply<Operation>): boolean => !reply.ok && reply.error.code === 'not-found';

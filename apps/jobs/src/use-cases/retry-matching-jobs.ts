import { type Caller, nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { MANAGED_JOBS_STORE, type ManagedJobsStore } from './managed-jobs-store';
import { RUNTIME_SITE_ID } from './register-workflow';
import { RequeueJobs } from './requeue-jobs';
import { requireRuntimeAdmin } from './rights';

/** Jobs of one commit. */
const AT_ONCE = 500;

/** Queues those jobs again that a filter matches and that failed, died or were cancelled. */
@Injectable()
export class RetryMatchingJobs {
  constructor(
    @Inject(MANAGED_JOBS_STORE) private readonly managed: ManagedJobsStore,
    private readonly requeueJobs: RequeueJobs,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /**
   * By ascending id, at most `max`; a repeat goes on with those that are left. Jobs that move meanwhile are passed over.
   *
   * @throws DomainError `forbidden`, `invalid-input` for a filter that is not taken, `query-too-slow`
   */
  async execute(filter: string, max: number, caller: Caller): Promise<{ retried: number; more: boolean }> {
    requireRuntimeAdmin(caller, this.runtimeSite, 'retry jobs by a filter');
    let after = '';
    for (let retried = 0; ;) {
      const left = max - retried;
      const ids = await this.managed.retriable(filter, after, Math.min(AT_ONCE, left) + 1);
      const batch = ids.slice(0, Math.min(AT_ONCE, left));
      retried += (await this.requeueJobs.execute(batch, nameOfCaller(caller))).size;
      if (ids.length === batch.length || retried >= max) return { retried, more: ids.length > batch.length };
      after = batch.at(-1) ?? after;
    }
  }
}

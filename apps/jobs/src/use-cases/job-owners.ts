import { type Caller, type ItemReply, mayDo, refused } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { MANAGED_JOBS_STORE, type ManagedJobsStore } from './managed-jobs-store';
import { RUNTIME_SITE_ID } from './register-workflow';

export interface OwnJobs {
  /** Each once. */
  readonly own: readonly string[];
  readonly refusals: ReadonlyMap<string, ItemReply<never>>;
}

/** Tells whose jobs are whose: of the site that posted them, and all of them of the runtime's administrators. */
@Injectable()
export class JobOwners {
  constructor(
    @Inject(MANAGED_JOBS_STORE) private readonly managed: ManagedJobsStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  async of(jobIds: readonly string[], caller: Caller): Promise<OwnJobs> {
    const ids = [...new Set(jobIds)];
    const owners = await this.managed.owners(ids);
    const refusals = new Map<string, ItemReply<never>>();
    for (const id of ids) {
      const owner = owners.get(id);
      if (owner === undefined) refusals.set(id, refused('not-found', 'There is no such job.'));
      else if (!this.may(caller, owner)) refusals.set(id, refused('forbidden', wordsFor(id, owner)));
    }
    return { own: ids.filter((id) => !refusals.has(id)), refusals };
  }

  private may(caller: Caller, owner: string | null): boolean {
    const { runtimeSite } = this;
    return mayDo('job-owner', caller, { runtimeSite, ...(owner !== null && { owner }) });
  }
}

const wordsFor = (id: string, owner: string | null): string =>
  owner === null
    ? `The job ${id} was made by a trigger: only administrators of the runtime may cancel or retry it.`
    : `The job ${id} belongs to the site ${owner}: only that site and administrators may cancel or retry it.`;

import {
  explainJob,
  getJobHistory,
  getSiteLimit,
  type JobExplanation,
  type JobHistoryEntry,
  limitSite,
  type SiteLimit,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { ExplainJob } from '../use-cases/explain-job';
import { JOB_INSIGHT_STORE, type JobInsightStore } from '../use-cases/job-insight-store';
import { LimitSite } from '../use-cases/limit-site';
import { SITE_LIMITS_STORE, type SiteLimitsStore } from '../use-cases/site-limits-store';

/** Why jobs run or do not, what became of them, and how many may run. */
@Controller()
export class JobInsightRequests {
  constructor(
    private readonly explainJob: ExplainJob,
    private readonly limitSite: LimitSite,
    @Inject(JOB_INSIGHT_STORE) private readonly insight: JobInsightStore,
    @Inject(SITE_LIMITS_STORE) private readonly limits: SiteLimitsStore,
  ) {}

  /** Open to everybody, as jobs are. */
  @OnRequest(explainJob)
  explain({ id }: z.infer<typeof explainJob.input>): Promise<JobExplanation> {
    return this.explainJob.execute(id);
  }

  @OnRequest(getJobHistory)
  async history({
    id,
    after,
    limit,
  }: z.infer<typeof getJobHistory.input>): Promise<{ items: JobHistoryEntry[]; more: boolean }> {
    const page = await this.insight.history(id, after, limit);
    if (page === undefined) throw new DomainError('not-found', 'There is no such job.');
    return page;
  }

  @OnRequest(limitSite)
  limit(
    { site_id, max_running }: z.infer<typeof limitSite.input>,
    { caller }: RequestContext,
  ): Promise<SiteLimit> {
    return this.limitSite.execute(site_id, max_running, caller);
  }

  @OnRequest(getSiteLimit)
  async limitOf({ site_id }: z.infer<typeof getSiteLimit.input>): Promise<SiteLimit> {
    return { max_running: await this.limits.limitOf(site_id) };
  }
}

import {
  cancelJobs,
  explainJob,
  getJobHistory,
  getSiteLimit,
  type JobExplanation,
  type JobHistoryEntry,
  type JobReply,
  limitSite,
  retryJobs,
  retryMatchingJobs,
  ROUTES,
  type SiteLimit,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { ONE_DOCUMENT, onlyItem } from '../lists/batch';
import { historyAsked, type HistoryPage, historyPage } from '../lists/history-page';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { setJob } from './job.view';

/** Ten thousand jobs are queued again in some seconds. */
const RETRY_TIMEOUT_MS = 30_000;

/** What is done about jobs by whom they belong to, and by those who run the runtime. */
@Controller()
export class JobManagementController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.cancelJob)
  async cancel({ params, body, caller, idempotencyKey }: Asked<typeof ROUTES.cancelJob>): Promise<JobReply> {
    const asked = { job_ids: [params.job_id], reason: body?.reason };
    return setJob(
      onlyItem(await this.requests.request(cancelJobs, asked, { caller, idempotencyKey, ...ONE_DOCUMENT })),
    );
  }

  @Route(ROUTES.retryJob)
  async retry({ params, caller, idempotencyKey }: Asked<typeof ROUTES.retryJob>): Promise<JobReply> {
    const asked = { job_ids: [params.job_id] };
    return setJob(
      onlyItem(await this.requests.request(retryJobs, asked, { caller, idempotencyKey, ...ONE_DOCUMENT })),
    );
  }

  @Route(ROUTES.retryJobs)
  retryMatching({
    body: { filter, max },
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.retryJobs>): Promise<{ retried: number; more: boolean }> {
    const text = typeof filter === 'string' ? filter : JSON.stringify(filter);
    return this.requests.request(
      retryMatchingJobs,
      { filter: text, max },
      { caller, idempotencyKey, timeoutMs: RETRY_TIMEOUT_MS },
    );
  }

  @Route(ROUTES.explainJob)
  explain({ params }: Asked<typeof ROUTES.explainJob>): Promise<JobExplanation> {
    return this.requests.request(explainJob, { id: params.job_id });
  }

  @Route(ROUTES.jobHistory)
  async history({ params, query }: Asked<typeof ROUTES.jobHistory>): Promise<HistoryPage<JobHistoryEntry>> {
    const asked = { id: params.job_id, ...historyAsked(query) };
    return historyPage(await this.requests.request(getJobHistory, asked));
  }

  @Route(ROUTES.siteLimit)
  limitOf({ params }: Asked<typeof ROUTES.siteLimit>): Promise<SiteLimit> {
    return this.requests.request(getSiteLimit, { site_id: params.site_id });
  }

  @Route(ROUTES.limitSite)
  limit({ params, body, caller, idempotencyKey }: Asked<typeof ROUTES.limitSite>): Promise<SiteLimit> {
    return this.requests.request(limitSite, { site_id: params.site_id, ...body }, { caller, idempotencyKey });
  }
}

import { requestJobs, RUN_REQUESTS_AT_ONCE } from '@callboard/contracts';
import { DomainError, type Log } from '@callboard/kernel';
import type { WantedRun } from '../define-sensor';
import type { SiteRequests } from '../site-requests';

/** Asks for the runs that sensors and schedules want, each under its key. */
export class RunRequester {
  constructor(
    private readonly requests: SiteRequests,
    private readonly log: Log,
  ) {}

  /**
   * Asks until it is answered, or `signal` aborts.
   *
   * @throws DomainError of the first refusal; what was granted stands, and is the same when it is asked for again
   */
  async request(by: string, runs: readonly WantedRun[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < runs.length; at += RUN_REQUESTS_AT_ONCE)
      await this.requestPart(by, runs.slice(at, at + RUN_REQUESTS_AT_ONCE), signal);
  }

  private async requestPart(by: string, runs: readonly WantedRun[], signal: AbortSignal): Promise<void> {
    const asked = runs.map(({ key, workflowId, config, again }) => ({
      by,
      run_key: key,
      workflow_id: workflowId,
      config,
      ...(again === undefined ? {} : { again }),
    }));
    const { items } = await this.requests.persist(requestJobs, { items: asked }, signal);
    items.forEach((reply, at) => {
      if (reply.ok) this.log.info({ by, run_key: runs[at]?.key, ...reply.item }, 'run asked for');
    });
    const refusal = items.find((reply) => !reply.ok);
    if (refusal && !refusal.ok) throw new DomainError(refusal.error.code, refusal.error.message);
  }
}

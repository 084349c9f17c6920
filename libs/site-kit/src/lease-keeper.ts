import { BATCH_LIMIT, heartbeatOperations } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import type { JobRun } from './job-run';
import { pause } from './pause';
import type { SiteRequests } from './site-requests';

/**
 * Renews the leases of everything that runs, all in one request, every third of the shortest lease (design 5).
 * A run whose operation has ended is stopped.
 */
export class LeaseKeeper {
  private readonly stopping = new AbortController();

  constructor(
    private readonly runs: ReadonlyMap<string, JobRun>,
    private readonly requests: SiteRequests,
    private readonly intervalMs: number,
    private readonly log: Log,
  ) {}

  start(): void {
    void this.keep();
  }

  stop(): void {
    this.stopping.abort();
  }

  private async keep(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await pause(this.intervalMs, this.stopping.signal);
      const ids = [...this.runs.keys()];
      for (let at = 0; at < ids.length && !this.stopping.signal.aborted; at += BATCH_LIMIT)
        await this.renew(ids.slice(at, at + BATCH_LIMIT));
    }
  }

  private async renew(ids: string[]): Promise<void> {
    try {
      const { items } = await this.requests.once(heartbeatOperations, { items: ids.map((id) => ({ id })) });
      items.forEach((reply, at) => {
        if (!reply.ok) this.runs.get(ids[at] ?? '')?.stopIfEnded(reply.error.code);
      });
    } catch (thrown) {
      this.log.warn(
        { operations: ids.length, reason: messageOf(thrown) },
        'leases not renewed, trying again',
      );
    }
  }
}

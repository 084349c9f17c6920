import { Inject, Injectable } from '@nestjs/common';
import { CLAIMABLE_WORK_STORE, type ClaimableWorkStore } from './claimable-work-store';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

/** As many bells as the broker keeps of one workflow (design 4). */
const MOST_BELLS = 10_000;
/** With this many waiting, no worker runs dry before the next look. */
const ENOUGH_BELLS = 5_000;

/**
 * Rings for claimable jobs that have no bell: those that became due, those whose bells were lost with the data of the
 * broker, and those beyond what the broker keeps (design 4). Several processes at once only ring more than needed.
 */
@Injectable()
export class RingBells {
  constructor(
    @Inject(CLAIMABLE_WORK_STORE) private readonly work: ClaimableWorkStore,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  /** Gives the number of bells rung. */
  async execute(): Promise<number> {
    const workflows = await this.work.workflows();
    if (workflows.length === 0) return 0;
    const waiting = await this.queue.waiting(workflows);
    let rung = 0;
    for (const workflowId of workflows) rung += await this.top(workflowId, waiting.get(workflowId) ?? 0);
    return rung;
  }

  /** A bell that waits, or that a worker holds, counts for one claimable job; the jobs beyond those get their own. */
  private async top(workflowId: string, waiting: number): Promise<number> {
    if (waiting >= ENOUGH_BELLS) return 0;
    const jobIds = await this.work.jobIds(workflowId, waiting, MOST_BELLS);
    this.queue.ring(jobIds.map((jobId) => ({ workflowId, jobId })));
    return jobIds.length;
  }
}

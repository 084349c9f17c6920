import { Inject, Injectable } from '@nestjs/common';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import {
  type EndedOperation,
  type SettledJob,
  SETTLEMENTS_STORE,
  type SettlementsStore,
} from './settlements-store';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

/** Moves jobs on whose operations have ended; the one way, for events, releases and the sweeper alike. */
@Injectable()
export class SettleJobs {
  constructor(
    @Inject(SETTLEMENTS_STORE) private readonly settlements: SettlementsStore,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
  ) {}

  /** Gives the jobs that moved now; ends that were settled before move nothing. */
  async execute(ends: readonly EndedOperation[]): Promise<SettledJob[]> {
    if (ends.length === 0) return [];
    const settled = await this.settlements.settle(ends);
    this.queue.ring(settled.filter((job) => job.claimable));
    this.journal.tell(settled);
    return settled;
  }
}

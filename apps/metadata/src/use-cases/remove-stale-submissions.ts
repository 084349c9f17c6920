import { Inject, Injectable } from '@nestjs/common';
import { SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';

/** Submissions of one commit; each may have a million documents. */
const BATCH = 5;

/** Removes what was staged and left. Several processes may do so at once. */
@Injectable()
export class RemoveStaleSubmissions {
  constructor(@Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore) {}

  /** Gives how many it removed. */
  async execute(): Promise<number> {
    for (let total = 0; ;) {
      const removed = await this.submissions.removeStale(BATCH);
      total += removed;
      if (removed < BATCH) return total;
    }
  }
}

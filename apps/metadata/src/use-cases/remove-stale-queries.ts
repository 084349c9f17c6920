import { Inject, Injectable } from '@nestjs/common';
import { CURSORS_STORE, type CursorsStore } from './cursors-store';

/** Cursors of one commit; each may have a hundred thousand documents. */
const BATCH = 5;

/** Removes queries that nobody goes on with, and what was kept of them. Several processes may do so at once. */
@Injectable()
export class RemoveStaleQueries {
  constructor(@Inject(CURSORS_STORE) private readonly cursors: CursorsStore) {}

  /** Gives how many it removed. */
  async execute(): Promise<number> {
    for (let total = 0; ;) {
      const removed = await this.cursors.removeStale(BATCH);
      total += removed;
      if (removed < BATCH) return total;
    }
  }
}

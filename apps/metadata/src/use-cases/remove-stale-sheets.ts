import { Inject, Injectable } from '@nestjs/common';
import { SHEETS_STORE, type SheetsStore } from './sheets-store';

/** Sheets of one commit. */
const BATCH = 20;

/** Removes staged changesheets that were left. Several processes may do so at once. */
@Injectable()
export class RemoveStaleSheets {
  constructor(@Inject(SHEETS_STORE) private readonly sheets: SheetsStore) {}

  /** Gives how many it removed. */
  async execute(): Promise<number> {
    for (let total = 0; ;) {
      const removed = await this.sheets.removeStale(BATCH);
      total += removed;
      if (removed < BATCH) return total;
    }
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { UPLOADS_STORE, type UploadsStore } from './uploads-store';

/** Uploads of one commit; each may have 256 chunks. */
const BATCH = 20;

/** Removes uploads that nobody made an object of. Several processes may do so at once. */
@Injectable()
export class RemoveStaleUploads {
  constructor(@Inject(UPLOADS_STORE) private readonly uploads: UploadsStore) {}

  /** Gives how many it removed. */
  async execute(): Promise<number> {
    for (let total = 0; ;) {
      const removed = await this.uploads.removeStale(BATCH);
      total += removed;
      if (removed < BATCH) return total;
    }
  }
}

import { type Caller, documentsChanged } from '@callboard/contracts';
import { OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { DeleteJobs } from '../use-cases/delete-jobs';

const METADATA: Caller = { kind: 'service', service: 'metadata' };

@Controller()
export class DocumentsChangedConsumer {
  constructor(private readonly deleteJobs: DeleteJobs) {}

  /** Whoever removed documents asks for this as well, and may not get so far. An event that comes again finds nothing. */
  @OnEvent(documentsChanged)
  async hear({ items }: z.infer<typeof documentsChanged.payload>): Promise<void> {
    const removed = items
      .filter((item) => item.with_jobs)
      .map((item) => ({ id: item.id, removedAt: new Date(item.removed_at) }));
    if (removed.length > 0) await this.deleteJobs.execute(removed, METADATA);
  }
}

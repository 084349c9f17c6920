import { deleteJobs } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { DeleteJobs } from '../use-cases/delete-jobs';

@Controller()
export class JobRemovalRequests {
  constructor(private readonly deleteJobs: DeleteJobs) {}

  @OnRequest(deleteJobs)
  async delete(
    { items }: z.infer<typeof deleteJobs.input>,
    { caller }: RequestContext,
  ): Promise<z.infer<typeof deleteJobs.output>> {
    const removed = items.map((item) => ({ id: item.activity_id, removedAt: new Date(item.removed_at) }));
    return { job_ids: await this.deleteJobs.execute(removed, caller) };
  }
}

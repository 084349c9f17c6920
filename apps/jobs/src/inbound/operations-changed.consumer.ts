import { operationsChanged } from '@callboard/contracts';
import { eventsTogether, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { SettleJobs } from '../use-cases/settle-jobs';
import type { EndedOperation } from '../use-cases/settlements-store';

@Controller()
export class OperationsChangedConsumer {
  private readonly settle: (ends: readonly EndedOperation[]) => Promise<void>;

  constructor(settleJobs: SettleJobs) {
    this.settle = eventsTogether(
      (ends: readonly EndedOperation[]) => settleJobs.execute(ends),
      ({ operationId }) => operationId,
    );
  }

  /** An operation ends once, so order does not matter, and an end that comes again finds its claim ended. */
  @OnEvent(operationsChanged)
  async hear({ items }: z.infer<typeof operationsChanged.payload>): Promise<void> {
    await this.settle(
      items.map((item) => ({
        operationId: item.id,
        outcome: item.to,
        errorCode: item.error_code,
        retriable: item.retriable,
        who: item.to === 'succeeded' || item.to === 'failed' ? `site:${item.site_id}` : 'service:operations',
      })),
    );
  }
}

import { heartbeatOperations, type ItemReply, reportProgress, settleOperations } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { HeartbeatOperations } from '../use-cases/heartbeat-operations';
import { ReportProgress } from '../use-cases/report-progress';
import { SettleOperations } from '../use-cases/settle-operations';
import { type InputOf, type OperationReplies, repliesOf, replyOf } from './operation-view';

/** What a site asks about its own operations, on `site.…` or through the gateway. */
@Controller()
export class SiteOperationsRequests {
  constructor(
    private readonly reportProgress: ReportProgress,
    private readonly heartbeatOperations: HeartbeatOperations,
    private readonly settleOperations: SettleOperations,
  ) {}

  @OnRequest(reportProgress)
  async report(
    { items }: InputOf<typeof reportProgress>,
    { caller }: RequestContext,
  ): Promise<OperationReplies> {
    return repliesOf(await this.reportProgress.execute(items, caller));
  }

  @OnRequest(settleOperations)
  async settle(
    { items }: InputOf<typeof settleOperations>,
    { caller }: RequestContext,
  ): Promise<OperationReplies> {
    return repliesOf(await this.settleOperations.execute(items, caller));
  }

  @OnRequest(heartbeatOperations)
  async heartbeat(
    { items }: InputOf<typeof heartbeatOperations>,
    { caller }: RequestContext,
  ): Promise<LeaseReplies> {
    const leases = await this.heartbeatOperations.execute(
      items.map(({ id }) => id),
      caller,
    );
    const view = (lease: { id: string; expireTime: Date }) => ({
      id: lease.id,
      expire_time: lease.expireTime.toISOString(),
    });
    return { items: leases.map((lease) => replyOf(lease, view)) };
  }
}

interface LeaseReplies {
  items: ItemReply<{ id: string; expire_time: string }>[];
}

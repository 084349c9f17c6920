import type { ItemReply, Operation } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { CLAIMS_STORE, type ClaimsStore } from './claims-store';
import { endedOf } from './ended-of';
import { type EndedByHand, OPERATIONS, type Operations } from './operations';
import { SettleJobs } from './settle-jobs';

/**
 * Ends claims by another hand than the worker's. `operations` decides how each one ends (design 1, decision 4), so that a
 * worker that reports at the same moment either wins or hears of it; the job follows at once, and the event of the end
 * finds no work.
 */
@Injectable()
export class EndClaims {
  constructor(
    @Inject(CLAIMS_STORE) private readonly claims: ClaimsStore,
    @Inject(OPERATIONS) private readonly operations: Operations,
    private readonly settleJobs: SettleJobs,
  ) {}

  /** Ends what is still open, and settles the jobs by what the operations really ended as. */
  async execute(
    operationIds: readonly string[],
    outcome: EndedByHand,
    who: string,
    reason: string,
  ): Promise<void> {
    if (operationIds.length === 0) return;
    const replies = await this.operations.end(operationIds, outcome, reason);
    const missing = operationIds.filter((_, at) => isMissing(replies[at]));
    const again = missing.length === 0 ? [] : await this.endUnopened(missing, outcome, reason);
    const ended = operationIds.filter((id, at) => replies[at]?.ok === true || again.includes(id));
    const otherwise = operationIds.filter((id, at) => !ended.includes(id) && !isMissing(replies[at]));
    await this.settleJobs.execute([
      ...ended.map((operationId) => ({ operationId, outcome, who })),
      ...(await this.endsOf(otherwise)),
    ]);
  }

  /** A claim whose operation was never opened: it is opened, so that it can end as every other. Gives those that did. */
  private async endUnopened(ids: string[], outcome: EndedByHand, reason: string): Promise<string[]> {
    await this.operations.open(await this.claims.held(ids));
    const replies = await this.operations.end(ids, outcome, reason);
    return ids.filter((_, at) => replies[at]?.ok === true);
  }

  /** How those ended that were quicker. */
  private async endsOf(ids: string[]) {
    const replies = ids.length === 0 ? [] : await this.operations.find(ids);
    return replies.flatMap((reply) => (reply.ok && reply.item.done ? [endedOf(reply.item)] : []));
  }
}

const isMissing = (reply: ItemReply<Operation> | undefined): boolean =>
  reply?.ok === false && reply.error.code === 'not-found';

import { Inject, Injectable } from '@nestjs/common';
import { CLAIMS_STORE, type ClaimsStore } from './claims-store';
import { endedOf } from './ended-of';
import { OPERATIONS, type Operations } from './operations';
import { SettleJobs } from './settle-jobs';
import { SETTLEMENTS_STORE, type SettlementsStore } from './settlements-store';

/** Claims compared in one look. */
const AT_ONCE = 100;

/**
 * Compares claims that have been open for ten seconds and more with `operations` (design 6, sweepers): opens the
 * operation of a claim whose process died in between, and settles a job whose end was never heard.
 */
@Injectable()
export class CompareClaims {
  constructor(
    @Inject(SETTLEMENTS_STORE) private readonly settlements: SettlementsStore,
    @Inject(CLAIMS_STORE) private readonly claims: ClaimsStore,
    @Inject(OPERATIONS) private readonly operations: Operations,
    private readonly settleJobs: SettleJobs,
  ) {}

  /** Gives what was repaired. */
  async execute(): Promise<{ opened: number; settled: number }> {
    const ids = await this.settlements.dueForComparison(AT_ONCE);
    const replies = ids.length === 0 ? [] : await this.operations.find(ids);
    const missing = ids.filter((_, at) => {
      const reply = replies[at];
      return reply !== undefined && !reply.ok && reply.error.code === 'not-found';
    });
    const ended = replies.flatMap((reply) => (reply.ok && reply.item.done ? [endedOf(reply.item)] : []));
    const settled = await this.settleJobs.execute(ended);
    if (missing.length > 0) await this.operations.open(await this.claims.held(missing));
    return { opened: missing.length, settled: settled.length };
  }
}

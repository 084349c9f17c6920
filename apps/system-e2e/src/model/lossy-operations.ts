import type { Caller, ItemReply, Operation } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { HeldClaim } from '../../../jobs/src/use-cases/claims-store';
import type { EndedByHand, Operations } from '../../../jobs/src/use-cases/operations';
import { notFound } from '../../../operations/src/domain/operation-writes';
import { repliesOf } from '../../../operations/src/inbound/operation-view';
import { EndOperations } from '../../../operations/src/use-cases/end-operations';
import { OpenOperations } from '../../../operations/src/use-cases/open-operations';
import type { OperationsStore } from '../../../operations/src/use-cases/operations-store';
import type { StateChangeReporter } from '../../../operations/src/use-cases/state-change-reporter';
import type { Lost } from './commands';

const JOBS: Caller = { kind: 'service', service: 'jobs' };

/** The use cases of `operations` as `jobs` reaches them, by a line on which requests or replies go missing. */
export class LossyOperations implements Operations {
  /** What goes missing from now on. */
  lost: Lost = 'nothing';
  private readonly openOperations: OpenOperations;
  private readonly endOperations: EndOperations;

  constructor(
    private readonly store: OperationsStore,
    reporter: StateChangeReporter,
    private readonly traceparent: string,
  ) {
    this.openOperations = new OpenOperations(store, reporter);
    this.endOperations = new EndOperations(store, reporter);
  }

  open(claims: readonly HeldClaim[]): Promise<ItemReply<Operation>[]> {
    const { traceparent } = this;
    const items = claims.map(({ operationId, siteId, claimant, attempt, leaseMs, job }) => ({
      id: operationId,
      siteId,
      claimant,
      attempt,
      leaseMs,
      job: { id: job.id, workflow: { ...job.workflow }, config: job.config },
      traceparent,
    }));
    return this.carry(async () => repliesOf(await this.openOperations.execute(items, JOBS)).items);
  }

  end(ids: readonly string[], outcome: EndedByHand, reason: string): Promise<ItemReply<Operation>[]> {
    const ends = ids.map((id) => ({ id, outcome, reason }));
    return this.carry(async () => repliesOf(await this.endOperations.execute(ends, JOBS)).items);
  }

  find(ids: readonly string[]): Promise<ItemReply<Operation>[]> {
    return this.carry(async () => {
      const found = await this.store.find(ids);
      return repliesOf(ids.map((id) => found.get(id) ?? notFound(id))).items;
    });
  }

  private async carry<T>(work: () => Promise<T>): Promise<T> {
    const done = this.lost === 'request' ? undefined : await work();
    if (done !== undefined && this.lost === 'nothing') return done;
    throw new DomainError('unavailable', 'operations does not answer');
  }
}

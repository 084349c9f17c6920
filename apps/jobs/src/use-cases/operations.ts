import type { ItemReply, Operation } from '@callboard/contracts';
import type { HeldClaim } from './claims-store';

export const OPERATIONS = Symbol('OPERATIONS');

/** How an operation ends by other hands than its worker's. */
export type EndedByHand = 'cancelled' | 'released';

/** The service `operations` as jobs uses it. Each call throws DomainError `unavailable` while it does not answer. */
export interface Operations {
  /** Opens the operation of each claim, or gives it as it is; in the order asked. */
  open(claims: readonly HeldClaim[]): Promise<ItemReply<Operation>[]>;
  /** Ends operations in this way, and tells their sites; in the order asked. */
  end(operationIds: readonly string[], outcome: EndedByHand, reason: string): Promise<ItemReply<Operation>[]>;
  /** Looks operations up; in the order asked. */
  find(operationIds: readonly string[]): Promise<ItemReply<Operation>[]>;
}

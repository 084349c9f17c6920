import type { ItemReply, Operation } from '@callboard/contracts';
import type { HeldClaim } from './claims-store';

export const OPERATIONS = Symbol('OPERATIONS');

/** The service `operations` as jobs uses it. Each call throws DomainError `unavailable` while it does not answer. */
export interface Operations {
  /** Opens the operation of each claim, or gives it as it is; in the order asked. */
  open(claims: readonly HeldClaim[]): Promise<ItemReply<Operation>[]>;
  /** Ends operations as released; in the order asked. */
  release(operationIds: readonly string[], reason: string): Promise<ItemReply<Operation>[]>;
  /** Looks operations up; in the order asked. */
  find(operationIds: readonly string[]): Promise<ItemReply<Operation>[]>;
}

import type { KnownOperation } from '../domain/imported-claims';

export const OPERATION_ENDS = Symbol('OPERATION_ENDS');

/** How operations stand, as `operations` knows them. Throws DomainError `unavailable` while it does not answer. */
export interface OperationEnds {
  /** Those that exist. */
  of(operationIds: readonly string[]): Promise<ReadonlyMap<string, KnownOperation>>;
}

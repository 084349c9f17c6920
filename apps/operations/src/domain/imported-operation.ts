import type { ImportedOperation } from '@callboard/contracts';
import { outcomeOf } from './operation-outcome';
import type { JsonObject } from './json-values';
import { RESERVED_KEYS } from './operation-metadata';
import { FIRST_STATE, type OperationState } from './operation-states';

/** What clients sent of it; the runtime's own keys are put in when it is read. */
export function importedMetadata(metadata: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !RESERVED_KEYS.includes(key)));
}

/**
 * The state of an operation of the reference, which knows none (contract 3.5, ADR 24). Released ones are marked in their
 * metadata and look undone there (D4). One that is not done and decides nothing about its job was left behind by a later
 * claim: no result of it is waited for. That a lease is over is for the database to say.
 */
export function importedState(
  item: Pick<ImportedOperation, 'done' | 'current' | 'metadata'> & { result?: unknown },
): OperationState {
  if (item.done) return outcomeOf(item.result, item.metadata);
  if (item.metadata['cancelled'] === true || !item.current) return 'released';
  return FIRST_STATE;
}

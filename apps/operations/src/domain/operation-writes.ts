import { MESSAGE_BYTES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type JsonObject, sameJson } from './json-values';
import { BeingWritten } from './being-written';
import type { Operation } from './operation';
import { mergeMetadata, reservedKeys } from './operation-metadata';
import { outcomeOf } from './operation-outcome';
import { isEnded, mayMove, type OperationState, REFUSAL_AFTER } from './operation-states';

/** What a site sends under its operation. A `result` that is undefined was not sent; `null` replaces what is stored. */
export interface OperationPatch {
  readonly result?: unknown;
  readonly metadata?: JsonObject | null | undefined;
}

/**
 * Most bytes that one operation takes as JSON: metadata, result and twice its job, since the reply to a claim shows the
 * job a second time. So whatever was stored can be read again in one message, with some to spare for what is around it.
 */
export const OPERATION_BYTES = MESSAGE_BYTES - 1024 * 1024;

/** Refuses an operation that does not exist, or that is not the site's own. */
export function ownedBy<O extends Pick<Operation, 'siteId'>>(
  siteId: string,
  id: string,
  operation: O | undefined,
): O {
  const known = existing(id, operation);
  if (known.siteId === siteId) return known;
  throw new DomainError(
    'forbidden',
    `operation ${id} is not your site's: only the site that opened it may write under it`,
  );
}

/** Refuses an operation that does not exist. */
export function existing<O>(id: string, operation: O | undefined): O {
  if (operation) return operation;
  throw notFound(id);
}

export const notFound = (id: string): DomainError =>
  new DomainError('not-found', `there is no operation ${id}: claim a job to get one`);

/** Refuses an operation that has ended, with the code that says how. */
export function live<O extends Pick<Operation, 'id' | 'state'>>(operation: O): O {
  const { id, state } = operation;
  if (!isEnded(state)) return operation;
  const text = `operation ${id} has ended (${state}): nothing is written under it any more; claim the job again if it is still wanted`;
  throw new DomainError(REFUSAL_AFTER[state], text);
}

/** For what belongs to the job of an operation, when it has none: results and runs. */
export const ofNoJob = (id: string): DomainError =>
  new DomainError(
    'forbidden',
    `operation ${id} is of no claim, so it has neither results nor a run: name the operation that a claim gave`,
  );

/** Progress: the operation with what was sent. That the lease is renewed is up to the store, which has the clock. */
export function progressed(operation: Operation, patch: OperationPatch): Operation {
  return fitting({ ...live(operation), ...patched(operation, patch) });
}

/**
 * The end that its own site gives it. The same end again gives the operation unchanged: the one that would lead to
 * the outcome and the result that are stored, so that a repeat that leaves the result out is one too.
 */
export function settled(operation: Operation, patch: OperationPatch): Operation {
  const next = patched(operation, patch);
  const outcome = outcomeOf(next.result, next.metadata);
  if (operation.state === outcome && sameJson(operation.result, next.result)) return operation;
  return fitting(moved({ ...operation, ...next }, outcome));
}

/** The end that others give it. The same end again gives the operation unchanged. */
export function endedAs(operation: Operation, outcome: 'cancelled' | 'released'): Operation {
  return operation.state === outcome ? operation : moved(operation, outcome);
}

function moved(operation: Operation, to: OperationState): Operation {
  const from = live(operation).state;
  if (!mayMove(from, to))
    throw new DomainError('bad-request', `an operation does not go from ${from} to ${to}`);
  if (operation.written) throw new BeingWritten(operation.id);
  return { ...operation, state: to };
}

function patched(
  operation: Operation,
  { result, metadata }: OperationPatch,
): Pick<Operation, 'result' | 'metadata'> {
  return {
    result: result === undefined ? operation.result : result,
    metadata: mergeMetadata(operation.metadata, metadata, reservedKeys(operation.promised)),
  };
}

function fitting(operation: Operation): Operation {
  const { id, job, metadata, result } = operation;
  const bytes = 2 * bytesOf(job) + bytesOf([metadata, result]);
  if (bytes <= OPERATION_BYTES) return operation;
  const text = `operation ${id} would have ${bytes} bytes with twice its job, metadata and result, at most ${OPERATION_BYTES} are kept: register large results as objects and name their ids`;
  throw new DomainError('too-large', text);
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

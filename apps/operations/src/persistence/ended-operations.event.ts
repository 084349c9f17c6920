import { operationsChanged, putOperationsEnded } from '@callboard/contracts';
import type { Outbox } from '@callboard/outbox';
import type { Transaction } from '@callboard/persistence';
import type { z } from 'zod';
import type { EndedOperation } from '../domain/operation';

type EndedClaims = z.infer<typeof operationsChanged.payload>;
type EndedClaim = EndedClaims['items'][number];
type EndedPut = z.infer<typeof putOperationsEnded.payload>['items'][number];

/** Appends what tells of operations that ended in one commit: an event of those of claims, and one of the others. */
export function tellEnded(outbox: Outbox, tx: Transaction, ended: readonly EndedOperation[]): void {
  outbox.append(tx, operationsChanged, endedEvent(ended), 'reserve');
  outbox.append(tx, putOperationsEnded, { items: ended.flatMap(endOfPut) }, 'reserve');
}

/** The event by which jobs settle; it holds neither results nor metadata (design 4), and nothing of operations of no job. */
export const endedEvent = (ended: readonly EndedOperation[]): EndedClaims => ({
  items: ended.flatMap(endOfClaim),
});

function endOfClaim(operation: EndedOperation): EndedClaim[] {
  const { jobId, attempt, failure } = operation;
  if (jobId === null) return [];
  const retriable = failure?.retriable === undefined ? {} : { retriable: failure.retriable };
  return [{ ...endOf(operation), job_id: jobId, attempt, ...retriable }];
}

function endOfPut(operation: EndedOperation): EndedPut[] {
  const { promisedObjectId } = operation;
  return promisedObjectId === null ? [] : [{ ...endOf(operation), object_id: promisedObjectId }];
}

function endOf({ id, version, siteId, outcome, failure, endedAt, traceparent }: EndedOperation) {
  return {
    id,
    version,
    site_id: siteId,
    to: outcome,
    ...(failure ? { error_code: failure.code } : {}),
    ended_at: endedAt.toISOString(),
    ...(traceparent === null ? {} : { traceparent }),
  };
}

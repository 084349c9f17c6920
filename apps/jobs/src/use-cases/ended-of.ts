import { type Operation, operationError } from '@callboard/contracts';
import type { EndedOperation } from './settlements-store';

/** The end of an operation, read from the operation itself. */
export function endedOf(operation: Operation): EndedOperation {
  const error = operationError.safeParse(operation.result);
  return {
    operationId: operation.id,
    outcome: operation.outcome ?? 'succeeded',
    errorCode: error.data?.code,
    retriable: error.data?.retriable,
    who: 'service:operations',
  };
}

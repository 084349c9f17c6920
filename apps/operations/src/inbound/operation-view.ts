import {
  accepted,
  type ItemReply,
  JOB_OPERATION_MODEL,
  PUT_OPERATION_MODEL,
  type Operation as OperationView,
  type RequestContract,
  refused,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { Operation } from '../domain/operation';
import type { Answer } from '../use-cases/change-each';
import { isEnded } from '../domain/operation-states';

/**
 * An operation as clients read it (contract 1.3, FULL). `metadata` is what clients sent, with the runtime's keys; a
 * release shows as cancelled, as in the reference (contract 3.4).
 */
export function viewOf(operation: Operation): OperationView {
  const { id, state, attempt, archivedAt } = operation;
  const withdrawn = state === 'cancelled' || state === 'released';
  return {
    id,
    done: isEnded(state),
    expire_time: operation.expireTime.toISOString(),
    result: operation.result,
    metadata: {
      ...ownMetadata(operation),
      ...operation.metadata,
      ...(withdrawn ? { cancelled: true } : {}),
    },
    outcome: isEnded(state) ? state : null,
    attempt,
    ...(archivedAt ? { archived_at: archivedAt.toISOString() } : {}),
  };
}

/** The runtime's keys (contract 1.3): they say what the operation is of. */
function ownMetadata({ siteId: site_id, job, promised }: Operation): OperationView['metadata'] {
  if (promised !== null) return { model: PUT_OPERATION_MODEL, site_id, ...promised };
  return { model: JOB_OPERATION_MODEL, site_id, job };
}

/** What a request is asked with, once it has been checked. */
export type InputOf<R> = R extends RequestContract<infer I, unknown> ? I : never;

export interface OperationReplies {
  items: ItemReply<OperationView>[];
}

/** The reply to a batch that is answered with operations. */
export function repliesOf(answers: readonly Answer[]): OperationReplies {
  return { items: answers.map((answer) => replyOf(answer, viewOf)) };
}

/** The reply for one item of a batch. */
export function replyOf<A extends object, T>(answer: A | DomainError, view: (answer: A) => T): ItemReply<T> {
  return answer instanceof DomainError
    ? refused(answer.code, answer.message, answer.details)
    : accepted(view(answer));
}

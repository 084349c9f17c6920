import { type DrsUnresolved, statusOf } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** What is told of every bulk request beside what it was about. */
interface BulkReply {
  summary: { requested: number; resolved: number; unresolved: number };
  unresolved_drs_objects: DrsUnresolved;
}

/**
 * Resolves one after the other: what is refused is told by its status beside what is not.
 *
 * @param asked what is wanted, with the id of the object that it is about
 */
export async function resolveEach<T extends { id: string }, R>(
  asked: readonly T[],
  resolve: (item: T) => Promise<R>,
): Promise<{ resolved: R[]; told: BulkReply }> {
  const resolved: R[] = [];
  const refused = new Map<number, string[]>();
  for (const item of asked) {
    try {
      resolved.push(await resolve(item));
    } catch (error) {
      const status = statusIn(error);
      refused.set(status, [...(refused.get(status) ?? []), item.id]);
    }
  }
  const unresolved = [...refused].map(([error_code, object_ids]) => ({ error_code, object_ids }));
  const summary = {
    requested: asked.length,
    resolved: resolved.length,
    unresolved: asked.length - resolved.length,
  };
  return { resolved, told: { summary, unresolved_drs_objects: unresolved } };
}

/** Of a refusal of this one thing; what is wrong with all of them is thrown on. */
function statusIn(error: unknown): number {
  const status = error instanceof DomainError ? statusOf(error.code) : 500;
  if (status === 500 || status === 503) throw error;
  return status;
}

import { documentsChanged } from '@callboard/contracts';
import type { Outbox } from '@callboard/outbox';
import type { Transaction } from '@callboard/persistence';
import type { RemovedDocument } from '../domain/removed-document';
import { REMOVE_DOCUMENTS } from './remove-documents.sql';

/** Most documents that one event tells of. */
const TOLD_AT_ONCE = 5_000;

/** Who removes documents, and whether the jobs that were to make them go as well. */
export interface RemovedBy {
  readonly who: string;
  readonly withJobs: boolean;
}

/**
 * Removes documents by their keys, notes each in its history and tells of them. Those that are not there are passed over.
 * To be called by whoever is the only writer (`ONE_WRITER`).
 */
export async function removeDocuments(
  outbox: Outbox,
  tx: Transaction,
  keys: readonly string[],
  { who, withJobs }: RemovedBy,
): Promise<RemovedDocument[]> {
  const removed = await tx.query<RemovedDocument>(REMOVE_DOCUMENTS, [keys, who]);
  for (let from = 0; from < removed.length; from += TOLD_AT_ONCE) {
    const items = removed.slice(from, from + TOLD_AT_ONCE).map(({ id, version, collection, removedAt }) => ({
      id,
      version,
      collection,
      change: 'removed' as const,
      removed_at: removedAt.toISOString(),
      ...(withJobs && { with_jobs: true as const }),
    }));
    outbox.append(tx, documentsChanged, { items });
  }
  return removed;
}

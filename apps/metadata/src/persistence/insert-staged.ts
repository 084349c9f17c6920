import { DomainError } from '@callboard/kernel';
import type { Transaction } from '@callboard/persistence';
import { EXECUTIONS } from '../domain/executions';
import type { InsertedBy } from '../use-cases/executions-store';
import { nowInDocuments } from './apply-staged';
import { INSERT_STAGED, OTHERS, UNNUMBERED } from './executions.sql';

/** Most ids that a refusal names. */
const MOST_TOLD = 20;

/**
 * Adds the staged documents to those of their collections. What stands already as it was sent is left alone, so that a
 * repeat changes nothing. To be called by whoever is the only writer, after the documents were found sound.
 */
export async function insertStaged(tx: Transaction, submissionId: string, by: InsertedBy): Promise<void> {
  await demandExecutions(tx, submissionId);
  await demandFree(tx, submissionId);
  const { datedCollections, who, operationId, jobId } = by;
  tx.along(INSERT_STAGED, [submissionId, datedCollections, nowInDocuments(), who, operationId, jobId]);
}

async function demandExecutions(tx: Transaction, submissionId: string): Promise<void> {
  const [row] = await tx.query<{ given: boolean; unnumbered: string[] }>(UNNUMBERED, [
    submissionId,
    MOST_TOLD,
  ]);
  if (!row?.given) throw invalid(`There is no ${EXECUTIONS}: send one, an empty list if there are none.`);
  if (row.unnumbered.length > 0)
    throw invalid(
      `The ids of workflow executions end with a dot and a number from 1 on, such as .1, and these do not: ${row.unnumbered.join(', ')}.`,
    );
}

async function demandFree(tx: Transaction, submissionId: string): Promise<void> {
  const others = await tx.query<{ id: string }>(OTHERS, [submissionId, MOST_TOLD]);
  if (others.length === 0) return;
  const ids = others.map(({ id }) => id);
  throw new DomainError(
    'already-exists',
    `These ids are taken, by documents that say something else: ${ids.join(', ')}. Nothing was inserted.`,
    { ids },
  );
}

const invalid = (why: string): DomainError => new DomainError('invalid-metadata', why);

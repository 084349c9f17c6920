import type { CollectionResult } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { Transaction } from '@callboard/persistence';
import type { ChangedBy, ChangeOf, Results } from '../use-cases/effects-store';
import { type AppliedRecord, APPLY, EFFECT_OF_JOB } from './apply-submission.sql';
import { checkStaged } from './submission-check';
import { FIND_SUBMISSION, type SubmissionRecord } from './submissions.sql';

/** Most findings that a refusal names. */
const MOST_FINDINGS = 100;

/** What an earlier attempt of the job has done. */
export async function earlierEffect<R>(tx: Transaction, jobId: string): Promise<R | undefined> {
  const [row] = await tx.query<{ result: R }>(EFFECT_OF_JOB, [jobId]);
  return row?.result;
}

/** Makes the staged documents those of their collections, if they are sound as all documents are now. */
export async function applyStaged(
  tx: Transaction,
  submissionId: string,
  { who, datedCollections, schemaVersion, ...by }: ChangeOf | ChangedBy,
): Promise<Results> {
  await demandSound(tx, submissionId, schemaVersion);
  const rows = await tx.query<AppliedRecord>(APPLY, [
    submissionId,
    datedCollections,
    nowInDocuments(),
    who,
    ...('jobId' in by ? [by.operationId, by.jobId] : [null, null]),
  ]);
  return Object.fromEntries(rows.map((row) => [row.collection, resultOf(row)]));
}

/** As documents say when they were made and changed. */
export const nowInDocuments = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

/** What was checked before may no longer hold: others have changed documents, or the schema. */
export async function demandSound(
  tx: Transaction,
  submissionId: string,
  schemaVersion: number,
): Promise<SubmissionRecord> {
  const [row] = await tx.query<SubmissionRecord>(FIND_SUBMISSION, [submissionId]);
  if (!row)
    throw new DomainError(
      'submission-lost',
      `Nothing is staged as ${submissionId}: stage its documents again.`,
    );
  if (row.schema_version !== schemaVersion)
    throw new DomainError(
      'schema-changed',
      `The documents were held against version ${row.schema_version} of the schema, and ${schemaVersion} is active: stage them again.`,
    );
  const { findings } = await checkStaged(tx, submissionId, { references: true }, MOST_FINDINGS);
  if (Object.values(findings).every((list) => list.length === 0)) return row;
  throw new DomainError('invalid-metadata', 'The documents break rules of the schema.', { findings });
}

function resultOf({ inserted, matched, modified }: AppliedRecord): CollectionResult {
  return {
    writeErrors: [],
    writeConcernErrors: [],
    nInserted: inserted,
    nUpserted: 0,
    nMatched: matched,
    nModified: modified,
    nRemoved: 0,
  };
}

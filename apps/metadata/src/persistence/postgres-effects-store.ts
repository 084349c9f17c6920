import type { CollectionResult } from '@callboard/contracts';
import type { LastPermit } from '@callboard/fencing';
import { DomainError } from '@callboard/kernel';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ChangedBy, EffectsStore } from '../use-cases/effects-store';
import { type AppliedRecord, APPLY, EFFECT_OF_JOB, NOTE_EFFECT, ONE_WRITER } from './apply-submission.sql';
import { checkStaged } from './submission-check';
import { FIND_SUBMISSION, type SubmissionRecord } from './submissions.sql';

/** Most findings that a refusal names. */
const MOST_FINDINGS = 100;

type Results = Record<string, CollectionResult>;

/** What jobs do to documents: once for each job, under an operation that is open at the commit. */
@Injectable()
export class PostgresEffectsStore implements EffectsStore {
  constructor(private readonly database: Database) {}

  effectOf(permit: LastPermit): Promise<{ jobId: string; result: Results | undefined }> {
    return this.database.transaction(async (tx) => {
      const { jobId } = await permit(tx);
      return { jobId, result: await earlier(tx, jobId) };
    });
  }

  applySubmission(
    submissionId: string,
    { who, operationId, jobId, datedCollections, schemaVersion }: ChangedBy,
    permit: LastPermit,
  ): Promise<Results> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      const done = await earlier(tx, jobId);
      if (done) return done;
      await demandSound(tx, submissionId, schemaVersion);
      const now = `${new Date().toISOString().slice(0, 19)}Z`;
      const rows = await tx.query<AppliedRecord>(APPLY, [
        submissionId,
        datedCollections,
        now,
        who,
        operationId,
        jobId,
      ]);
      const results = Object.fromEntries(rows.map((row) => [row.collection, resultOf(row)]));
      tx.along(NOTE_EFFECT, [jobId, operationId, JSON.stringify(results)]);
      await permit(tx);
      return results;
    });
  }
}

async function earlier(tx: Transaction, jobId: string): Promise<Results | undefined> {
  const [row] = await tx.query<{ result: Results }>(EFFECT_OF_JOB, [jobId]);
  return row?.result;
}

/** What was checked before may no longer hold: others have changed documents, or the schema. */
async function demandSound(tx: Transaction, submissionId: string, schemaVersion: number): Promise<void> {
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
  if (Object.values(findings).every((list) => list.length === 0)) return;
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

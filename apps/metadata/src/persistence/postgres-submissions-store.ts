import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Batch, Submission, SubmissionsStore, Verdict } from '../use-cases/submissions-store';
import { checkStaged } from './submission-check';
import {
  ADD_BATCH,
  FIND_SUBMISSION,
  OPEN_SUBMISSION,
  REMOVE_SUBMISSIONS,
  STAGE_COLLECTIONS,
  STAGE_DOCUMENTS,
  STAGE_FINDINGS,
  STAGE_REFERENCES,
  STALE_SUBMISSIONS,
  type SubmissionRecord,
} from './submissions.sql';

/** What is staged, in tables that a crash of the database empties. */
@Injectable()
export class PostgresSubmissionsStore implements SubmissionsStore {
  constructor(private readonly database: Database) {}

  async open(id: string, who: string, schemaVersion: number): Promise<Submission> {
    const [row] = await this.database.query<SubmissionRecord>(OPEN_SUBMISSION, [id, who, schemaVersion]);
    if (!row) throw new Error(`the submission ${id} neither exists nor could be begun`);
    return submissionOf(row);
  }

  async find(id: string): Promise<Submission | undefined> {
    const [row] = await this.database.query<SubmissionRecord>(FIND_SUBMISSION, [id]);
    return row && submissionOf(row);
  }

  stage(id: string, batch: Batch): Promise<Submission | undefined> {
    const findings = findingsOf(batch);
    return this.database.transaction(async (tx) => {
      const { n, bytes, documents, collections } = batch;
      const [row] = await tx.query<SubmissionRecord>(ADD_BATCH, [
        id,
        n,
        bytes,
        documents.length,
        findings.length,
      ]);
      if (!row) return undefined;
      if (collections.length > 0) tx.along(STAGE_COLLECTIONS, [id, collections]);
      tx.along(STAGE_DOCUMENTS, [id, JSON.stringify(documents.map(storedOf))]);
      if (findings.length > 0) tx.along(STAGE_FINDINGS, [id, JSON.stringify(findings)]);
      const references = referencesOf(batch);
      if (references.length > 0) tx.along(STAGE_REFERENCES, [id, JSON.stringify(references)]);
      return submissionOf(row);
    });
  }

  check(id: string, passes: { references: boolean }, mostFindings: number): Promise<Verdict> {
    return this.database.transaction(async (tx) => {
      const verdict = await checkStaged(tx, id, passes, mostFindings);
      const [row] = await tx.query<SubmissionRecord>(FIND_SUBMISSION, [id]);
      return { ...verdict, documents: row?.documents ?? 0 };
    });
  }

  async remove(id: string): Promise<void> {
    await this.database.query(REMOVE_SUBMISSIONS, [[id]]);
  }

  async removeStale(limit: number): Promise<number> {
    const stale = await this.database.query<{ id: string }>(STALE_SUBMISSIONS, [limit]);
    if (stale.length > 0) await this.database.query(REMOVE_SUBMISSIONS, [stale.map(({ id }) => id)]);
    return stale.length;
  }
}

function submissionOf(row: SubmissionRecord): Submission {
  const { id, who, batches, documents, findings } = row;
  return {
    id,
    who,
    schemaVersion: row.schema_version,
    batches,
    documents,
    findings,
    bytes: Number(row.bytes),
  };
}

const storedOf = ({ collection, place, id, document }: Batch['documents'][number]) => ({
  collection,
  place,
  id,
  document: document ?? null,
});

/** Findings about a collection as a whole stand before those about its documents. */
function findingsOf({ n: batch, documents, findings }: Batch) {
  const whole = findings.map(({ collection, finding }, at) => ({
    collection,
    place: -1 - batch,
    n: at,
    finding,
  }));
  const each = documents.flatMap(({ collection, place, findings: found }) =>
    found.map((finding, n) => ({ collection, place, n, finding })),
  );
  return [...whole, ...each];
}

function referencesOf({ documents }: Batch) {
  return documents.flatMap(({ collection, place, references }) =>
    references.map(({ slot, target, collections }, n) => ({
      collection,
      place,
      n,
      slot,
      target,
      collections,
    })),
  );
}

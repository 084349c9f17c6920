import type { LastPermit } from '@callboard/fencing';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ChangedBy, EffectsStore, Results } from '../use-cases/effects-store';
import { applyStaged, earlierEffect } from './apply-staged';
import { NOTE_EFFECT, ONE_WRITER } from './apply-submission.sql';

/** What jobs do to documents: once for each job, under an operation that is open at the commit. */
@Injectable()
export class PostgresEffectsStore implements EffectsStore {
  constructor(private readonly database: Database) {}

  effectOf<R>(permit: LastPermit): Promise<{ jobId: string; result: R | undefined }> {
    return this.database.transaction(async (tx) => {
      const { jobId } = await permit(tx);
      return { jobId, result: await earlierEffect<R>(tx, jobId) };
    });
  }

  applySubmission(submissionId: string, by: ChangedBy, permit: LastPermit): Promise<Results> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      const done = await earlierEffect<Results>(tx, by.jobId);
      if (done) return done;
      const results = await applyStaged(tx, submissionId, by);
      tx.along(NOTE_EFFECT, [by.jobId, by.operationId, JSON.stringify(results)]);
      await permit(tx);
      return results;
    });
  }
}

import type { LastPermit } from '@callboard/fencing';
import { DomainError } from '@callboard/kernel';
import { Outbox } from '@callboard/outbox';
import { Database, HASH_JOINS, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { AGGREGATES, DATA_OBJECTS, EXECUTIONS } from '../domain/executions';
import type { ExecutionsStore, InsertedBy, RemovedExecutions } from '../use-cases/executions-store';
import { demandSound } from './apply-staged';
import { ONE_WRITER } from './apply-submission.sql';
import { CASCADE } from './executions.sql';
import { insertStaged } from './insert-staged';
import { removeDocuments } from './remove-documents';
import { MEND, SUPERSEDE } from './supersede.sql';

/** Runs of workflows, which are never replaced: a newer one supersedes them. */
@Injectable()
export class PostgresExecutionsStore implements ExecutionsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  insert(submissionId: string, by: InsertedBy, permit: LastPermit | undefined): Promise<number> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      const { documents } = await demandSound(tx, submissionId, by.schemaVersion);
      await insertStaged(tx, submissionId, by);
      tx.along(SUPERSEDE, [by.who, by.operationId, by.jobId, submissionId, by.supersededTypes]);
      await permit?.(tx);
      return documents;
    });
  }

  remove(id: string, who: string, most: number): Promise<RemovedExecutions | undefined> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      const keys = await cascade(tx, id, most);
      if (keys.length === 0) return undefined;
      const removed = await removeDocuments(this.outbox, tx, keys, { who, withJobs: true });
      const idsOf = (collection: string): string[] =>
        removed.filter((each) => each.collection === collection).map((each) => each.id);
      const executions = idsOf(EXECUTIONS);
      tx.along(HASH_JOINS);
      tx.along(MEND, [who, null, null, executions]);
      return {
        executions,
        dataObjects: idsOf(DATA_OBJECTS),
        aggregates: idsOf(AGGREGATES),
        removedAt: removed[0]?.removedAt ?? new Date(),
      };
    });
  }
}

/** The keys of all that goes with an execution; none when there is no such execution. */
async function cascade(tx: Transaction, id: string, most: number): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(CASCADE, [id, most + 1]);
  if (rows.length <= most) return rows.map(({ key }) => key);
  throw new DomainError(
    'bad-request',
    `More than ${most} documents would go with ${id}: remove first what was made of its outputs.`,
  );
}

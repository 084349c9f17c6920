import type { ChangesheetState } from '@callboard/contracts';
import type { LastPermit } from '@callboard/fencing';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ChangesheetsStore, SheetEffect, SheetToApply } from '../use-cases/changesheets-store';
import { documentChanged } from '../domain/document-changed';
import type { ChangedBy } from '../use-cases/effects-store';
import type { Versions } from '../use-cases/sheets-store';
import { applyStaged, earlierEffect } from './apply-staged';
import { NOTE_EFFECT, ONE_WRITER } from './apply-submission.sql';
import {
  CHANGED_SINCE,
  type ChangesheetRecord,
  FIND_CHANGESHEET,
  NOTE_APPLIED,
  NOTE_UNDONE,
  REMEMBER,
  UNDO,
} from './changesheets.sql';
import { demandVersions, versionsOf } from './versions-hold';

@Injectable()
export class PostgresChangesheetsStore implements ChangesheetsStore {
  constructor(private readonly database: Database) {}

  remember(objectId: string, versions: Versions, askedBy: string): Promise<ChangesheetState> {
    return this.database.transaction(async (tx) => {
      tx.along(REMEMBER, [objectId, JSON.stringify(versions), askedBy]);
      const row = await found(tx, objectId);
      if (!row) throw new Error(`the preview of ${objectId} was neither kept nor there`);
      return stateOf(row);
    });
  }

  async previewed(objectId: string): Promise<Versions | undefined> {
    const [row] = await this.database.query<ChangesheetRecord>(FIND_CHANGESHEET, [objectId]);
    return row?.versions ?? undefined;
  }

  apply(submissionId: string, sheet: SheetToApply, by: ChangedBy, permit: LastPermit): Promise<SheetEffect> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      const done = await earlierEffect<SheetEffect>(tx, by.jobId);
      if (done) return done;
      const effect =
        (await effectOfObject(tx, sheet.objectId)) ?? (await carriedOut(tx, submissionId, sheet, by));
      tx.along(NOTE_EFFECT, [by.jobId, by.operationId, JSON.stringify(effect)]);
      await permit(tx);
      return effect;
    });
  }

  undo(objectId: string, who: string): Promise<ChangesheetState | undefined> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      const row = await found(tx, objectId);
      if (!row?.job_id) return undefined;
      if (row.undone_at) return stateOf(row);
      await demandAsLeft(tx, row.job_id);
      tx.along(UNDO, [row.job_id, who]);
      const [undone] = await tx.query<ChangesheetRecord>(NOTE_UNDONE, [objectId, who]);
      return undone && stateOf(undone);
    });
  }
}

async function found(tx: Transaction, objectId: string): Promise<ChangesheetRecord | undefined> {
  const [row] = await tx.query<ChangesheetRecord>(FIND_CHANGESHEET, [objectId]);
  return row;
}

/** What another job has done with the same sheet, unless it was undone. */
async function effectOfObject(tx: Transaction, objectId: string): Promise<SheetEffect | undefined> {
  const row = await found(tx, objectId);
  return row?.job_id && !row.undone_at ? earlierEffect<SheetEffect>(tx, row.job_id) : undefined;
}

async function carriedOut(
  tx: Transaction,
  submissionId: string,
  { objectId, versions, told }: SheetToApply,
  by: ChangedBy,
): Promise<SheetEffect> {
  await demandVersions(tx, versions);
  const results = await applyStaged(tx, submissionId, by);
  const modified = Object.values(results).reduce((sum, { nModified }) => sum + nModified, 0);
  tx.along(NOTE_APPLIED, [objectId, by.who, by.jobId, modified]);
  return { ...told, modified };
}

async function demandAsLeft(tx: Transaction, jobId: string): Promise<void> {
  const changed = await tx.query<{ id: string; seen: number; version: number | null }>(CHANGED_SINCE, [
    jobId,
  ]);
  if (changed.length === 0) return;
  const seen = Object.fromEntries(changed.map((each) => [each.id, each.seen]));
  throw documentChanged(Object.keys(seen), seen, versionsOf(changed));
}

function stateOf(row: ChangesheetRecord): ChangesheetState {
  return {
    object_id: row.object_id,
    state: row.job_id === null || row.versions !== null ? 'previewed' : row.undone_at ? 'undone' : 'applied',
    documents: row.documents,
    applied_at: row.applied_at?.toISOString() ?? null,
    undone_at: row.undone_at?.toISOString() ?? null,
    undone_by: row.undone_by,
  };
}

import { type Curation, REASONS_TOLD } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { CurationStore, StagedPage, StagedPlace } from '../use-cases/curation-store';
import {
  COUNT_KEPT,
  DANGLING_REASONS,
  DROP_DANGLING,
  DROP_IN_ROUNDS,
  DROP_REFUSED,
  type DroppedRecord,
  LOCK_SUBMISSION,
  NOTE_CURATION,
  STAGED_PAGE,
  WHOLE_COLLECTIONS,
} from './curate-submission.sql';
import { DropReport } from './drop-report';

/** Collections of which a submission may be told that they are unknown. */
const MOST_COLLECTIONS = 100;
/** Rounds after which it is given up: each but the last drops something, and few are needed. */
const MOST_ROUNDS = 100;

/** What is staged, and what is dropped from it, in the tables that a crash of the database empties. */
@Injectable()
export class PostgresCurationStore implements CurationStore {
  constructor(private readonly database: Database) {}

  curate(submissionId: string): Promise<Curation | undefined> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ curation: Curation | null }>(LOCK_SUBMISSION, [submissionId]);
      if (!row) return undefined;
      if (row.curation) return row.curation;
      const curation = await dropInvalid(tx, submissionId);
      const left = Object.values(curation.kept).reduce((sum, count) => sum + count, 0);
      tx.along(NOTE_CURATION, [submissionId, JSON.stringify(curation), left]);
      return curation;
    });
  }

  async page(submissionId: string, after: StagedPlace | undefined, limit: number): Promise<StagedPage> {
    type Row = StagedPage['items'][number] & { fits: boolean };
    const { collection, place } = after ?? { collection: '', place: 0 };
    const rows = await this.database.query<Row>(STAGED_PAGE, [submissionId, collection, place, limit]);
    return {
      items: rows.filter(({ fits }) => fits).map(({ fits: _, ...item }) => item),
      more: rows.some(({ fits }) => !fits),
    };
  }
}

/** The passes in their order; those that depend on each other go round until nothing changes. */
async function dropInvalid(tx: Transaction, submissionId: string): Promise<Curation> {
  const report = new DropReport();
  const whole = [submissionId, MOST_COLLECTIONS];
  report.refuse(await tx.query<{ collection: string; reason: string }>(WHOLE_COLLECTIONS, whole));
  const drop = async (sql: string): Promise<boolean> => {
    const rows = await tx.query<DroppedRecord>(sql, [submissionId, REASONS_TOLD]);
    report.take(sql === DROP_DANGLING ? await explained(tx, submissionId, rows) : rows);
    return rows.length > 0;
  };
  await drop(DROP_REFUSED);
  for (let round = 1, again = true; again; round += 1) {
    if (round > MOST_ROUNDS) throw tooTangled();
    again = false;
    for (const sql of DROP_IN_ROUNDS) again = (await drop(sql)) || again;
  }
  const kept = await tx.query<{ collection: string; kept: number }>(COUNT_KEPT, [submissionId]);
  return { kept: Object.fromEntries(kept.map((each) => [each.collection, each.kept])), ...report.told() };
}

async function explained(
  tx: Transaction,
  submissionId: string,
  rows: readonly DroppedRecord[],
): Promise<DroppedRecord[]> {
  const [collections, places] = [rows.map(({ collection }) => collection), rows.map(({ place }) => place)];
  const reasons = await tx.query<{ reason: string }>(DANGLING_REASONS, [submissionId, collections, places]);
  return rows.map((row, at) => ({ ...row, reason: reasons[at]?.reason ?? '' }));
}

const tooTangled = (): DomainError =>
  new DomainError(
    'too-large',
    `The documents hang together in more than ${MOST_ROUNDS} ways: hand in the studies before what belongs to them.`,
  );

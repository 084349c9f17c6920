import type { ImportAnswer, Outcome } from '@callboard/contracts';
import { Database, type ImportedRecord, importOutcomes, placed } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { DescribedEnd, ImportsStore, OperationToImport } from '../use-cases/imports-store';
import { DESCRIBE_ENDS, IMPORT_OPERATIONS } from './import-operations.sql';

interface EndRow {
  id: string;
  site_id: string;
  attempt: number;
  lease_ms: string;
  outcome: Outcome | null;
  result: unknown;
  created_at: Date;
  ended_at: Date | null;
}

/** Operations of another runtime. No event tells of them: nothing is to follow from what ended elsewhere. */
@Injectable()
export class PostgresImportsStore implements ImportsStore {
  constructor(private readonly database: Database) {}

  async take(operations: readonly OperationToImport[], who: string): Promise<ImportAnswer[]> {
    const values = [placed(operations), who];
    return importOutcomes(await this.database.query<ImportedRecord>(IMPORT_OPERATIONS, values));
  }

  async describeEnds(ids: readonly string[]): Promise<DescribedEnd[]> {
    const rows = await this.database.query<EndRow>(DESCRIBE_ENDS, [ids]);
    return rows.map(({ id, attempt, outcome, result, ...row }) => ({
      id,
      siteId: row.site_id,
      attempt,
      leaseMs: Number(row.lease_ms),
      outcome,
      result,
      openedAt: row.created_at,
      endedAt: row.ended_at,
    }));
  }
}

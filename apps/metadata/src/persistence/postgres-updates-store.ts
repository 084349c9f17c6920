import { compileParsed, type Filter } from '@callboard/document-query';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ChangeOf } from '../use-cases/effects-store';
import type { VersionedDocument, Versions } from '../use-cases/sheets-store';
import type { UpdatesStore } from '../use-cases/updates-store';
import { applyStaged } from './apply-staged';
import { ONE_WRITER } from './apply-submission.sql';
import { ANYTHING } from './query-rows';
import { MATCHING_PARAMETERS, matchingDocuments } from './updates.sql';
import { demandVersions } from './versions-hold';

@Injectable()
export class PostgresUpdatesStore implements UpdatesStore {
  constructor(private readonly database: Database) {}

  matching(collection: string, filter: Filter, most: number): Promise<VersionedDocument[]> {
    const { sql, values, limitMs } = compileParsed(filter, ANYTHING, MATCHING_PARAMETERS);
    const parameters = [collection, most, ...values];
    return this.database.queryWithin<VersionedDocument>(limitMs, matchingDocuments(sql), parameters);
  }

  apply(submissionId: string, versions: Versions, by: ChangeOf): Promise<number> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      await demandVersions(tx, versions);
      const results = await applyStaged(tx, submissionId, by);
      return Object.values(results).reduce((sum, { nModified }) => sum + nModified, 0);
    });
  }
}

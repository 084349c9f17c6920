import { compileParsed, type Filter } from '@callboard/document-query';
import { Outbox } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ChangeOf } from '../use-cases/effects-store';
import type { VersionedDocument, Versions } from '../use-cases/sheets-store';
import type { StoredDocument, UpdatesStore } from '../use-cases/updates-store';
import { applyStaged } from './apply-staged';
import { ONE_WRITER } from './apply-submission.sql';
import { ANYTHING } from './query-rows';
import { removeDocuments } from './remove-documents';
import { MATCHING_PARAMETERS, matchingDocuments, MENTIONING } from './updates.sql';
import { demandVersions } from './versions-hold';

/** Every document that stays is looked at, in ms. */
const MENTIONING_MS = 30_000;

@Injectable()
export class PostgresUpdatesStore implements UpdatesStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

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

  remove(
    keys: readonly string[],
    who: string,
    demandNoReferrer: (mentioning: readonly StoredDocument[]) => Promise<void>,
  ): Promise<number> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      await demandNoReferrer(await tx.queryWithin<StoredDocument>(MENTIONING_MS, MENTIONING, [keys]));
      return (await removeDocuments(this.outbox, tx, keys, { who, withJobs: false })).length;
    });
  }
}

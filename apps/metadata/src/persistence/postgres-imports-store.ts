import type { ImportAnswer } from '@callboard/contracts';
import { Database, type ImportedRecord, importOutcomes, placed } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { DocumentToImport, ImportsStore, Reference } from '../use-cases/imports-store';
import { ONE_WRITER } from './apply-submission.sql';
import { DANGLING, IMPORT_DOCUMENTS } from './imports.sql';

/** Documents of another runtime, beside those that submissions make. */
@Injectable()
export class PostgresImportsStore implements ImportsStore {
  constructor(private readonly database: Database) {}

  take(collection: string, documents: readonly DocumentToImport[], who: string): Promise<ImportAnswer[]> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_WRITER);
      const values = [placed(documents), collection, who];
      return importOutcomes(await tx.query<ImportedRecord>(IMPORT_DOCUMENTS, values));
    });
  }

  async dangling(references: readonly Reference[]): Promise<Reference[]> {
    if (references.length === 0) return [];
    const asked = references.map(({ target, collections }) => ({ target, collections }));
    const rows = await this.database.query<{ place: number }>(DANGLING, [placed(asked)]);
    return rows.flatMap(({ place }) => references[place] ?? []);
  }
}

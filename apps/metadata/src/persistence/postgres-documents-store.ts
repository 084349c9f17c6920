import type { DocumentChange, ListInput, MetadataDocument } from '@callboard/contracts';
import { compileFilter } from '@callboard/document-query';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { CollectionCount, DocumentsStore, KeptDocument } from '../use-cases/documents-store';
import {
  type ChangeRecord,
  COUNT_DOCUMENTS,
  FIND_DOCUMENT,
  HISTORY,
  PAGE_PARAMETERS,
  pageOfDocuments,
  WAS_THERE,
} from './documents.sql';
import { ANYTHING } from './query-rows';

/** Every document is looked at. */
const COUNTING_MS = 15_000;

@Injectable()
export class PostgresDocumentsStore implements DocumentsStore {
  constructor(private readonly database: Database) {}

  async page(
    collection: string,
    { after, limit, filter }: ListInput,
  ): Promise<{ documents: { key: string; document: MetadataDocument }[]; more: boolean }> {
    const { sql, values, limitMs } = compileFilter(filter, ANYTHING, PAGE_PARAMETERS);
    const rows = await this.database.queryWithin<{ key: string; document: MetadataDocument; fits: boolean }>(
      limitMs,
      pageOfDocuments(sql),
      [collection, after ?? '', limit, ...values],
    );
    const documents = rows.filter(({ fits }) => fits).map(({ key, document }) => ({ key, document }));
    return { documents, more: rows.some(({ fits }) => !fits) };
  }

  count(): Promise<CollectionCount[]> {
    return this.database.queryWithin<CollectionCount>(COUNTING_MS, COUNT_DOCUMENTS, []);
  }

  async find(id: string): Promise<KeptDocument | undefined> {
    const [row] = await this.database.query<KeptDocument>(FIND_DOCUMENT, [id]);
    return row;
  }

  async history(
    id: string,
    after: number,
    limit: number,
  ): Promise<{ items: DocumentChange[]; more: boolean } | undefined> {
    const rows = await this.database.query<ChangeRecord>(HISTORY, [id, after, limit + 1]);
    if (rows.length === 0) {
      const [{ found } = { found: false }] = await this.database.query<{ found: boolean }>(WAS_THERE, [id]);
      if (!found) return undefined;
    }
    return { items: rows.slice(0, limit).map(changeOf), more: rows.length > limit };
  }
}

const changeOf = ({ at, ...row }: ChangeRecord): DocumentChange => ({ ...row, at: at.toISOString() });

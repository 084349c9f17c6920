import type { DocumentChange, ItemText, ListInput } from '@callboard/contracts';
import { parseFilter } from '@callboard/document-query';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type {
  CollectionCount,
  DocumentsStore,
  DocumentTexts,
  KeptDocument,
} from '../use-cases/documents-store';
import {
  type ChangeRecord,
  COUNT_DOCUMENTS,
  FIND_DOCUMENT,
  FIND_TEXTS,
  HISTORY,
  PAGE_PARAMETERS,
  pageOfDocuments,
  WAS_THERE,
} from './documents.sql';
import { type TextRecord, textsOf } from './document-texts';
import { compileForDocuments } from './way-to-documents';

/** Every document is looked at. */
const COUNTING_MS = 15_000;

@Injectable()
export class PostgresDocumentsStore implements DocumentsStore {
  constructor(private readonly database: Database) {}

  async page(collection: string, { after, limit, filter }: ListInput): Promise<DocumentTexts> {
    const compiled = await compileForDocuments(parseFilter(filter), PAGE_PARAMETERS, this.database);
    const { sql, values, limitMs, way } = compiled;
    const page = pageOfDocuments(sql, way);
    const parameters = [collection, after ?? '', limit, ...values];
    return textsOf(await this.database.queryWithin<TextRecord>(limitMs, page, parameters));
  }

  count(): Promise<CollectionCount[]> {
    return this.database.queryWithin<CollectionCount>(COUNTING_MS, COUNT_DOCUMENTS, []);
  }

  async find(id: string): Promise<KeptDocument | undefined> {
    const [row] = await this.database.query<KeptDocument>(FIND_DOCUMENT, [id]);
    return row;
  }

  async findTexts(ids: readonly string[]): Promise<ItemText[]> {
    return textsOf(await this.database.query<TextRecord>(FIND_TEXTS, [ids])).texts;
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

import type { DocumentChange, ItemText, ListInput } from '@callboard/contracts';
import { compileFilter } from '@callboard/document-query';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type {
  CollectionCount,
  DocumentsStore,
  DocumentTexts,
  KeptDocument,
} from '../use-cases/documents-store';
import { ANYTHING } from './document-fields';
import {
  type ChangeRecord,
  COUNT_DOCUMENTS,
  FIND_DOCUMENT,
  HAS_RARE_TEXTS,
  HISTORY,
  PAGE_PARAMETERS,
  pageOfDocuments,
  WAS_THERE,
  type Way,
} from './documents.sql';

/** Every document is looked at. */
const COUNTING_MS = 15_000;

@Injectable()
export class PostgresDocumentsStore implements DocumentsStore {
  constructor(private readonly database: Database) {}

  async page(collection: string, { after, limit, filter }: ListInput): Promise<DocumentTexts> {
    const { sql, values, limitMs, texts } = compileFilter(filter, ANYTHING, PAGE_PARAMETERS);
    const page = pageOfDocuments(sql, await this.wayTo(texts));
    const parameters = [collection, after ?? '', limit, ...values];
    return textsOf(await this.database.queryWithin<TextRecord>(limitMs, page, parameters));
  }

  /**
   * PostgreSQL takes a text that it knows nothing of for one that stands in one document of 200, and so a list of 500
   * ids for nearly all of them: it would read the whole collection. Whether texts are rare is asked for beforehand.
   */
  private async wayTo(texts: readonly (readonly string[])[]): Promise<Way> {
    if (texts.length === 0) return 'in order';
    const asked = [JSON.stringify(texts)];
    const [{ rare } = { rare: false }] = await this.database.query<{ rare: boolean }>(HAS_RARE_TEXTS, asked);
    return rare ? 'by text' : 'in order';
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

/** A document, or null for one that belongs to the next page. */
interface TextRecord {
  id: string;
  text: string | null;
}

function textsOf(rows: readonly TextRecord[]): DocumentTexts {
  const texts = rows.filter((row): row is ItemText => row.text !== null);
  return { texts, more: texts.length < rows.length };
}

const changeOf = ({ at, ...row }: ChangeRecord): DocumentChange => ({ ...row, at: at.toISOString() });

import {
  countDocuments,
  getDocument,
  getDocumentHistory,
  listDocuments,
  type MetadataDocument,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { listText, OnRequest } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { ActiveSchemaReader } from '../use-cases/active-schema';
import { DocumentCounts } from '../use-cases/document-counts';
import { DOCUMENTS_STORE, type DocumentsStore } from '../use-cases/documents-store';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** Documents, open to everybody (contract 2.8). */
@Controller()
export class DocumentsRequests {
  constructor(
    @Inject(DOCUMENTS_STORE) private readonly documents: DocumentsStore,
    private readonly active: ActiveSchemaReader,
    private readonly counts: DocumentCounts,
  ) {}

  @OnRequest(listDocuments)
  async list({
    collection,
    in_tail,
    ...page
  }: InputOf<typeof listDocuments>): OutputOf<typeof listDocuments> {
    await this.active.demandCollection(collection);
    const { texts, more } = await this.documents.page(collection, page);
    if (in_tail) return { documents: [], ...listText(texts), more };
    const documents = texts.map(({ id, text }) => ({
      key: id,
      document: JSON.parse(text) as MetadataDocument,
    }));
    return { documents, more };
  }

  @OnRequest(countDocuments)
  async count(): OutputOf<typeof countDocuments> {
    return { collections: [...(await this.counts.read())] };
  }

  @OnRequest(getDocument)
  async get({ id, collection }: InputOf<typeof getDocument>): OutputOf<typeof getDocument> {
    if (collection !== undefined) await this.active.demandCollection(collection);
    const found = await this.documents.find(id);
    if (found && (collection === undefined || found.collection === collection)) return found;
    throw new DomainError(
      'not-found',
      `There is no document ${JSON.stringify(id)} in ${collection ?? 'any collection'}.`,
    );
  }

  @OnRequest(getDocumentHistory)
  async history({
    id,
    after,
    limit,
  }: InputOf<typeof getDocumentHistory>): OutputOf<typeof getDocumentHistory> {
    const found = await this.documents.history(id, after, limit);
    if (found) return found;
    throw new DomainError('not-found', `There never was a document ${JSON.stringify(id)}.`);
  }
}

import type { MetadataDocument } from '@callboard/contracts';
import { parseMatch } from '@callboard/document-query';
import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '../domain/query/cursor-position';
import type { AskedPages } from './cursors-store';
import { QUERIES_STORE, type QueriesStore } from './queries-store';

/** Reads what a find without an order asks for: by key, and nothing is kept but where it goes on. */
@Injectable()
export class FindPages {
  constructor(@Inject(QUERIES_STORE) private readonly queries: QueriesStore) {}

  /** Refusals: `query-too-slow`. */
  async read(
    { collection, filter, limit }: AskedPages,
    { after, given }: Position,
    size: number,
    skip = 0,
  ): Promise<{ documents: readonly MetadataDocument[]; next: Position | undefined }> {
    const left = limit === 0 ? Infinity : limit - given;
    const asked = {
      collection,
      filter: parseMatch(filter),
      after: String(after),
      skip,
      size: Math.min(size, left),
    };
    const { documents, last, more } = await this.queries.page(asked);
    const goesOn = more && documents.length < left;
    return { documents, next: goesOn ? { after: last, given: given + documents.length } : undefined };
  }
}

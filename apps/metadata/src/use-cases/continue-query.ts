import { type Caller, type CursorReply, type GetMoreCommand, nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { readCursorToken, unknownCursor } from '../domain/query/cursor-position';
import { CURSORS_STORE, type CursorsStore } from './cursors-store';
import { FindPages } from './find-pages';
import { QUERIES_STORE, type QueriesStore } from './queries-store';
import { batchOf, cursorReply, demandRight } from './query-reply';

/** Gives the next batch of a query to whoever asked it. */
@Injectable()
export class ContinueQuery {
  constructor(
    @Inject(CURSORS_STORE) private readonly cursors: CursorsStore,
    @Inject(QUERIES_STORE) private readonly queries: QueriesStore,
    private readonly pages: FindPages,
  ) {}

  /** Refusals: `forbidden`, `unknown-cursor`, `query-too-slow`. */
  async execute({ getMore, batchSize }: GetMoreCommand, caller: Caller): Promise<CursorReply> {
    demandRight('any', caller);
    const { id, ...position } = readCursorToken(getMore);
    const cursor = await this.cursors.find(id, nameOfCaller(caller));
    if (!cursor) throw unknownCursor();
    const size = batchOf(batchSize ?? cursor.batchSize);
    if (cursor.query.is === 'pages') {
      const { documents, next } = await this.pages.read(cursor.query, position, size);
      return cursorReply(cursor.query, documents, next && { id, position: next });
    }
    const place = Number(position.after);
    if (!Number.isSafeInteger(place) || place < 0) throw unknownCursor();
    const { documents, last, more } = await this.queries.kept(id, place, size);
    const given = position.given + documents.length;
    return cursorReply(cursor.query, documents, more ? { id, position: { after: last, given } } : undefined);
  }
}

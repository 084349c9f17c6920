import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { CursorsStore, NewCursor } from '../use-cases/cursors-store';
import { openCursor } from './cursor-opening';
import { type CursorRecord, REMOVE_CURSORS, STALE_CURSORS, TOUCH_CURSOR } from './cursors.sql';

/** Queries that go on, in tables that a crash of the database empties. */
@Injectable()
export class PostgresCursorsStore implements CursorsStore {
  constructor(private readonly database: Database) {}

  open(cursor: NewCursor): Promise<void> {
    return this.database.transaction((tx) => openCursor(tx, cursor));
  }

  async find(id: string, who: string): Promise<NewCursor | undefined> {
    const [row] = await this.database.query<CursorRecord>(TOUCH_CURSOR, [id, who]);
    return row && { id, who, batchSize: row.batch_size, query: row.query as unknown as NewCursor['query'] };
  }

  async removeStale(limit: number): Promise<number> {
    const stale = await this.database.query<{ id: string }>(STALE_CURSORS, [limit]);
    if (stale.length > 0) await this.database.query(REMOVE_CURSORS, [stale.map(({ id }) => id)]);
    return stale.length;
  }
}

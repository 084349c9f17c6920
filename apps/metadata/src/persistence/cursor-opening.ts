import type { Transaction } from '@callboard/persistence';
import type { NewCursor } from '../use-cases/cursors-store';
import { MAKE_ROOM, OPEN_CURSOR } from './cursors.sql';

/** Opens a cursor along with whatever else the transaction does. */
export function openCursor(tx: Transaction, { id, who, batchSize, query }: NewCursor): void {
  tx.along(OPEN_CURSOR, [id, who, batchSize, JSON.stringify(query)]);
  tx.along(MAKE_ROOM, [who]);
}

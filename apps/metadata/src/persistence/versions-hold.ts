import type { Transaction } from '@callboard/persistence';
import { documentChanged } from '../domain/document-changed';
import type { Versions } from '../use-cases/sheets-store';
import { NO_LONGER } from './changesheets.sql';

/** @throws DomainError `document-changed` unless each document has the version that it was changed from */
export async function demandVersions(tx: Transaction, versions: Versions): Promise<void> {
  const changed = await tx.query<{ id: string; version: number | null }>(NO_LONGER, [
    JSON.stringify(versions),
  ]);
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id);
  throw documentChanged(ids, versions, versionsOf(changed));
}

export const versionsOf = (rows: readonly { id: string; version: number | null }[]): Versions =>
  Object.fromEntries(rows.flatMap(({ id, version }) => (version === null ? [] : [[id, version]])));

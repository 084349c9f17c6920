import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type {
  NamedDocument,
  SheetsStore,
  StagedSheet,
  VersionedDocument,
  Versions,
} from '../use-cases/sheets-store';
import {
  ADD_PART,
  FIND_SHEET,
  NAMED_DOCUMENTS,
  NOTE_VERSIONS,
  OPEN_SHEET,
  READ_DOCUMENTS,
  READ_PARTS,
  READ_VERSIONS,
  REMOVE_SHEETS,
  type SheetRecord,
  STALE_SHEETS,
} from './sheets.sql';

/** Staged changesheets, in tables that a crash of the database empties, and the documents that they name. */
@Injectable()
export class PostgresSheetsStore implements SheetsStore {
  constructor(private readonly database: Database) {}

  async open(id: string, who: string): Promise<StagedSheet> {
    const [row] = await this.database.query<SheetRecord>(OPEN_SHEET, [id, who]);
    if (!row) throw new Error(`the sheet ${id} neither exists nor could be begun`);
    return row;
  }

  async find(id: string): Promise<StagedSheet | undefined> {
    const [row] = await this.database.query<SheetRecord>(FIND_SHEET, [id]);
    return row;
  }

  async addPart(id: string, n: number, bytes: Uint8Array): Promise<StagedSheet | undefined> {
    const [row] = await this.database.query<SheetRecord>(ADD_PART, [id, n, Buffer.from(bytes)]);
    return row;
  }

  async content(id: string): Promise<Uint8Array> {
    const parts = await this.database.query<{ bytes: Buffer }>(READ_PARTS, [id]);
    return Buffer.concat(parts.map(({ bytes }) => bytes));
  }

  async noteVersions(id: string, versions: Versions): Promise<void> {
    await this.database.query(NOTE_VERSIONS, [id, JSON.stringify(versions)]);
  }

  async versions(id: string): Promise<Versions | undefined> {
    const [row] = await this.database.query<{ versions: Versions | null }>(READ_VERSIONS, [id]);
    return row?.versions ?? undefined;
  }

  async remove(id: string): Promise<void> {
    await this.database.query(REMOVE_SHEETS, [[id]]);
  }

  async removeStale(limit: number): Promise<number> {
    const stale = await this.database.query<{ id: string }>(STALE_SHEETS, [limit]);
    if (stale.length > 0) await this.database.query(REMOVE_SHEETS, [stale.map(({ id }) => id)]);
    return stale.length;
  }

  named(ids: readonly string[]): Promise<NamedDocument[]> {
    return this.database.query<NamedDocument>(NAMED_DOCUMENTS, [ids]);
  }

  documents(ids: readonly string[]): Promise<VersionedDocument[]> {
    return this.database.query<VersionedDocument>(READ_DOCUMENTS, [ids]);
  }
}

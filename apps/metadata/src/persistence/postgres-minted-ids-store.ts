import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { MintedId, MintedIdsStore } from '../use-cases/minted-ids-store';
import { BIND, DELETE, MINT, type MintedRecord, RESOLVE, TAKEN } from './minted-ids.sql';

@Injectable()
export class PostgresMintedIdsStore implements MintedIdsStore {
  constructor(private readonly database: Database) {}

  take(ids: readonly string[], schemaClass: string, who: string): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      const taken = await tx.query<{ id: string }>(TAKEN, [ids]);
      const free = ids.filter((id) => !taken.some((each) => each.id === id));
      const minted = await tx.query<{ id: string }>(MINT, [free, schemaClass, who]);
      return minted.map(({ id }) => id);
    });
  }

  async find(id: string): Promise<MintedId | undefined> {
    const [row] = await this.database.query<MintedRecord>(RESOLVE, [id]);
    if (!row) return undefined;
    const { schema_class: schemaClass, minted_by: mintedBy, minted_at: mintedAt, collection, metadata } = row;
    return { id: row.id, schemaClass, mintedBy, mintedAt, collection, metadata };
  }

  async bind(id: string, metadata: Readonly<Record<string, unknown>>, who: string): Promise<boolean> {
    return (await this.database.query(BIND, [id, JSON.stringify(metadata), who])).length > 0;
  }

  async delete(id: string, who: string): Promise<boolean> {
    return (await this.database.query(DELETE, [id, who])).length > 0;
  }
}

import type { RegistryEntry } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { CapabilitiesStore } from '../use-cases/capabilities-store';

/** `ordinality` keeps the order of the seed, in which the registry is listed (contract 2.3). */
const INSERT = `
insert into capabilities (id, name, description, created_at)
select id, name, description, created_at
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
  with ordinality as entry (id, name, description, created_at, place)
order by place
on conflict (id) do nothing
returning id`;

@Injectable()
export class PostgresCapabilitiesStore implements CapabilitiesStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<RegistryEntry[]> {
    const rows = await this.database.query<Omit<RegistryEntry, 'created_at'> & { created_at: Date }>(
      'select id, created_at, name, description from capabilities order by position',
    );
    return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
  }

  async addIfAbsent(entries: readonly RegistryEntry[]): Promise<number> {
    const column = <K extends keyof RegistryEntry>(name: K) => entries.map((entry) => entry[name]);
    const columns = [column('id'), column('name'), column('description'), column('created_at')];
    return (await this.database.query(INSERT, columns)).length;
  }
}

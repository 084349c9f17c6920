import type { RegistryEntry } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { SeededObjectType } from '../domain/seeded-object-types';
import type { NewObjectType, ObjectTypesStore } from '../use-cases/object-types-store';

interface ObjectTypeRow {
  id: string;
  name: string | null;
  description: string | null;
  created_at: Date;
}

const COLUMNS = 'id, name, description, created_at';

const LIST = `select ${COLUMNS} from object_types order by seq`;

const REGISTER = `
insert into object_types (id, name, description) values ($1, $2, $3)
on conflict do nothing
returning ${COLUMNS}`;

/** $1 seeds as JSON. Registered ones, edited or not, stay as they are, unlike in the reference (contract 3.1). */
const SEED = `
insert into object_types (id, name, description, created_at)
select s.id, s.name, s.description, s.created_at
  from json_to_recordset($1::json) as s(place int, id text, name text, description text, created_at timestamptz)
 where not exists (select from object_types t where t.id = s.id)
 order by s.place
on conflict do nothing`;

/** The registry of object types in PostgreSQL. */
@Injectable()
export class PostgresObjectTypesStore implements ObjectTypesStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<RegistryEntry[]> {
    return (await this.database.query<ObjectTypeRow>(LIST)).map(entryOf);
  }

  async register({ id, name, description }: NewObjectType): Promise<RegistryEntry | undefined> {
    const [row] = await this.database.query<ObjectTypeRow>(REGISTER, [id, name, description]);
    return row && entryOf(row);
  }

  async seed(types: readonly SeededObjectType[]): Promise<void> {
    const rows = types.map(({ createdAt, ...type }, place) => ({ ...type, place, created_at: createdAt }));
    await this.database.query(SEED, [JSON.stringify(rows)]);
  }
}

function entryOf({ created_at, ...row }: ObjectTypeRow): RegistryEntry {
  return { ...row, created_at: created_at.toISOString() };
}

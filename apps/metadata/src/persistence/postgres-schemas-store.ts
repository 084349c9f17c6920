import type { SchemaVersion, Typecode } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { JsonSchema } from '../domain/schema/json-schema';
import type { ActiveSchema, NewSchema, SchemasStore } from '../use-cases/schemas-store';
import {
  ACTIVATE,
  ACTIVATE_FIRST,
  ACTIVE,
  BY_DIGEST,
  INSTALL,
  LIST_SCHEMAS,
  READ_SCHEMA,
  type SchemaRecord,
} from './schemas.sql';

/** Versions of the schema. Which one is active is asked anew each time, so that no process needs to hear of a change. */
@Injectable()
export class PostgresSchemasStore implements SchemasStore {
  constructor(private readonly database: Database) {}

  async install(
    { digest, title, schema, collections, typecodes }: NewSchema,
    who: string,
  ): Promise<SchemaVersion> {
    const values = [digest, title, JSON.stringify(schema), collections, JSON.stringify(typecodes), who];
    const [made] = await this.database.query<SchemaRecord>(INSTALL, values);
    const [row] = made ? [made] : await this.database.query<SchemaRecord>(BY_DIGEST, [digest]);
    if (!row) throw new Error(`the schema ${digest} neither exists nor could be kept`);
    return viewOf(row);
  }

  async activate(version: number, who: string): Promise<SchemaVersion | undefined> {
    const [row] = await this.database.query<SchemaRecord>(ACTIVATE, [version, who]);
    return row && viewOf(row);
  }

  async activateFirst(version: number, who: string): Promise<void> {
    await this.database.query(ACTIVATE_FIRST, [version, who]);
  }

  async list(): Promise<SchemaVersion[]> {
    return (await this.database.query<SchemaRecord>(LIST_SCHEMAS)).map(viewOf);
  }

  async active(): Promise<ActiveSchema> {
    const [row] = await this.database.query<SchemaRecord & { typecodes: Typecode[] }>(ACTIVE);
    if (!row) throw new DomainError('unavailable', 'no schema is active yet: the service is being set up');
    return { ...viewOf(row), typecodes: row.typecodes };
  }

  async read(version: number): Promise<JsonSchema> {
    const [row] = await this.database.query<{ schema: JsonSchema }>(READ_SCHEMA, [version]);
    if (!row) throw new DomainError('not-found', `There is no version ${version} of the schema.`);
    return row.schema;
  }
}

function viewOf({
  installed_at,
  version,
  title,
  digest,
  collections,
  installed_by,
  active,
}: SchemaRecord): SchemaVersion {
  return {
    version,
    title,
    digest,
    collections,
    installed_by,
    active,
    installed_at: installed_at.toISOString(),
  };
}

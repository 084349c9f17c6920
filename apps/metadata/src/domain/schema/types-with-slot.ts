import { readDatabaseSchema } from './database-schema';
import { type JsonSchema, memberOf } from './json-schema';

/** What `type` says in documents of those classes that have a slot of this name. */
export function typesWithSlot(schema: JsonSchema, slot: string): string[] {
  const definitions = memberOf(schema, '$defs');
  return [...readDatabaseSchema(schema).classes.values()].flatMap(({ name, type }) => {
    const properties = memberOf(memberOf(definitions, name), 'properties');
    return type !== undefined && Object.hasOwn(properties, slot) ? [type] : [];
  });
}

import { DomainError } from '@callboard/kernel';
import { isRecord, type JsonSchema, memberOf, refsOf } from './json-schema';
import { codesOf, type Slot, slotsOf } from './slots-of-class';

/** A class of the schema: what its ids look like, and which of its slots name other documents. */
export interface SchemaClass {
  readonly name: string;
  /** What `type` says in its documents, such as `nmdc:Biosample`. */
  readonly type: string | undefined;
  /** Type codes of its ids, such as `bsm`; none where ids are free. */
  readonly codes: readonly string[];
  readonly slots: readonly Slot[];
  /** Names of all its slots. */
  readonly properties: readonly string[];
}

/** What is to be known of a schema besides whether a document fits it. */
export interface DatabaseSchema {
  readonly title: string;
  /** Names of classes by collection. */
  readonly collections: ReadonlyMap<string, readonly string[]>;
  readonly classes: ReadonlyMap<string, SchemaClass>;
}

/**
 * Reads a JSON Schema of a Database: an object whose properties are collections, arrays of documents of one class or of
 * several, which stand in `$defs`.
 *
 * @throws DomainError `invalid-schema`
 */
export function readDatabaseSchema(schema: JsonSchema): DatabaseSchema {
  const definitions = memberOf(schema, '$defs');
  const root = rootOf(schema, definitions);
  const collections = new Map<string, readonly string[]>();
  for (const [name, property] of Object.entries(memberOf(root, 'properties')))
    collections.set(name, classesOfCollection(name, property, definitions));
  if (collections.size === 0) throw invalid('it has no properties: each collection is one');
  const classes = new Map<string, SchemaClass>();
  for (const [name, definition] of Object.entries(definitions))
    if (isRecord(definition) && isRecord(definition.properties)) classes.set(name, classOf(name, definition));
  const title = typeof schema.title === 'string' ? schema.title : 'untitled';
  return { title, collections, classes };
}

/** Collections in which documents of one of these type codes can stand. */
export function collectionsOfCodes(schema: DatabaseSchema, codes: readonly string[]): string[] {
  const named = (name: string): boolean =>
    schema.classes.get(name)?.codes.some((code) => codes.includes(code)) ?? false;
  return [...schema.collections].filter(([, classes]) => classes.some(named)).map(([name]) => name);
}

/** In which collection documents of a `type` stand; the first one, where a class may stand in several. */
export function collectionsOfTypes({ collections, classes }: DatabaseSchema): Map<string, string> {
  const found = new Map<string, string>();
  for (const [collection, names] of collections)
    for (const name of names) {
      const type = classes.get(name)?.type;
      if (type !== undefined && !found.has(type)) found.set(type, collection);
    }
  return found;
}

function rootOf(schema: JsonSchema, definitions: JsonSchema): JsonSchema {
  if (isRecord(schema.properties)) return schema;
  const [name] = refsOf(schema);
  const root = name === undefined ? undefined : definitions[name];
  if (isRecord(root)) return root;
  throw invalid('its root has no properties, and does not refer to a class of $defs that has');
}

function classesOfCollection(name: string, property: unknown, definitions: JsonSchema): string[] {
  const items = isRecord(property) ? property.items : undefined;
  const classes = isRecord(items) ? refsOf(items) : [];
  const unknown = classes.find((each) => !isRecord(definitions[each]));
  if (unknown !== undefined) throw invalid(`${name} refers to ${unknown}, which is not in $defs`);
  if (classes.length === 0)
    throw invalid(`${name} is no collection: it should be an array whose items refer to classes of $defs`);
  return classes;
}

function classOf(name: string, definition: JsonSchema): SchemaClass {
  const properties = memberOf(definition, 'properties');
  const type = memberOf(properties, 'type');
  const [only] = Array.isArray(type.enum) ? (type.enum as unknown[]) : [type.const];
  return {
    name,
    type: typeof only === 'string' ? only : undefined,
    codes: codesOf(memberOf(properties, 'id')),
    slots: slotsOf(properties),
    properties: Object.keys(properties),
  };
}

const invalid = (why: string): DomainError =>
  new DomainError('invalid-schema', `This is no schema of a Database: ${why}.`);

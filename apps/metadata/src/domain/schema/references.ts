import type { DatabaseSchema, SchemaClass } from './database-schema';
import { isRecord } from './json-schema';

/** A place in a document that names another one. */
export interface Reference {
  /** The slot, with those above it, such as `protocol_link.url`. */
  readonly slot: string;
  readonly target: string;
  /** Type codes of what may be named here. */
  readonly codes: readonly string[];
}

/** Deepest objects that are searched; documents are refused beyond 200 levels anyway. */
const MOST_LEVELS = 200;

/** The class of a document: the only one of its collection, or the one that its `type` names. */
export function classOfDocument(
  schema: DatabaseSchema,
  classes: readonly string[],
  document: unknown,
): SchemaClass | undefined {
  const candidates = classes.flatMap((name) => schema.classes.get(name) ?? []);
  const type = isRecord(document) ? document.type : undefined;
  return candidates.length === 1 ? candidates[0] : candidates.find((each) => each.type === type);
}

/** Every place in a document of this class that names another document. */
export function referencesOf(schema: DatabaseSchema, of: SchemaClass, document: unknown): Reference[] {
  const found: Reference[] = [];
  collect(schema, of, document, '', found, 0);
  return found;
}

function collect(
  schema: DatabaseSchema,
  of: SchemaClass,
  value: unknown,
  above: string,
  found: Reference[],
  level: number,
): void {
  if (!isRecord(value) || level > MOST_LEVELS) return;
  for (const { name, names, holds } of of.slots) {
    if (!Object.hasOwn(value, name)) continue;
    const held: unknown[] = Array.isArray(value[name]) ? value[name] : [value[name]];
    for (const each of held) {
      if (typeof each === 'string' && names.length > 0)
        found.push({ slot: above + name, target: each, codes: names });
      const inner = isRecord(each) ? classOfDocument(schema, holds, each) : undefined;
      if (inner) collect(schema, inner, each, `${above}${name}.`, found, level + 1);
    }
  }
}

import { isRecord, type JsonSchema, refsOf } from './json-schema';

/** A slot whose values matter beyond the schema: it names other documents, or holds objects that may. */
export interface Slot {
  readonly name: string;
  /** Type codes of the documents that it names. */
  readonly names: readonly string[];
  /** Classes of the objects that it holds. */
  readonly holds: readonly string[];
}

/** Type codes in a pattern of ids, such as `^(nmdc):(bsm|procsm)-…`. */
const CODES = /\^\(?[a-z]+\)?:\(?([a-z]+(?:\|[a-z]+)*)\)?-/g;

/** The type codes that a schema of ids allows; none where it says nothing about them. */
export function codesOf(schema: JsonSchema): string[] {
  const { pattern } = schema;
  if (typeof pattern !== 'string') return [];
  return [...pattern.matchAll(CODES)].flatMap(([, codes = '']) => codes.split('|'));
}

/** The slots of a class that name documents or hold objects; `id` names the document itself. */
export function slotsOf(properties: JsonSchema): Slot[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    if (name === 'id' || !isRecord(property)) return [];
    const items = isRecord(property.items) ? property.items : {};
    const names = [...codesOf(property), ...codesOf(items)];
    const holds = [...refsOf(property), ...refsOf(items)];
    return names.length + holds.length === 0 ? [] : [{ name, names, holds }];
  });
}

import { isRecord } from '../schema/json-schema';
import type { DatabaseSchema } from '../schema/database-schema';
import { classOfDocument, referencesOf } from '../schema/references';

/** Where one comes to: what a document came of, or what came of it. */
export type Direction = 'upstream' | 'downstream';

/**
 * Slots that name what came of a document. Every other slot that names documents names what it came of: inputs, samples,
 * studies, instruments, the run that made it.
 */
const NAME_WHAT_CAME_OF_IT = new Set(['has_output', 'superseded_by', 'generates_calibration']);

export function directionOf(slot: string): Direction {
  const name = slot.slice(slot.lastIndexOf('.') + 1);
  return NAME_WHAT_CAME_OF_IT.has(name) ? 'downstream' : 'upstream';
}

export const opposite = (direction: Direction): Direction =>
  direction === 'upstream' ? 'downstream' : 'upstream';

/** A document, with as much of it as names others. */
export interface LinkingDocument {
  readonly id: string;
  readonly collection: string;
  readonly type: string;
  readonly document: unknown;
}

/** The ids that a document names, by where they lead. */
export function namedBy(
  schema: DatabaseSchema,
  { collection, document }: LinkingDocument,
): Record<Direction, string[]> {
  const named: Record<Direction, string[]> = { upstream: [], downstream: [] };
  const of = classOfDocument(schema, schema.collections.get(collection) ?? [], document);
  if (of === undefined) return named;
  for (const { slot, target } of referencesOf(schema, of, document)) named[directionOf(slot)].push(target);
  return named;
}

/** Slots of documents that name others, or hold objects: no more of a document is needed to know what it names. */
export function linkingSlots(schema: DatabaseSchema): string[] {
  const slots = [...schema.classes.values()].flatMap((each) => each.slots.map(({ name }) => name));
  return ['type', ...new Set(slots)];
}

/** Collections of documents that some slot of this direction may name: who names any other need not be looked for. */
export function namedCollections(
  schema: DatabaseSchema,
  direction: Direction,
  collectionsOf: (codes: readonly string[]) => readonly string[],
): Set<string> {
  const slots = [...schema.classes.values()].flatMap((each) => each.slots);
  const codes = slots.filter(({ name }) => directionOf(name) === direction).flatMap(({ names }) => names);
  return new Set(collectionsOf([...new Set(codes)]));
}

/** What a document says it is. */
export const typeOf = (document: unknown): string =>
  isRecord(document) && typeof document.type === 'string' ? document.type : '';

import { canonicalJson } from '../canonical-json';
import type { Operation } from './operations';
import { placeAt, type Place } from './place';
import { quoted, refusal } from './update-refusal';

type JsonObject = Record<string, unknown>;

/** Carries an update out on a copy of a document. @throws DomainError `invalid-input` where it does not fit */
export function carryOut(document: JsonObject, operations: readonly Operation[]): JsonObject {
  const changed = structuredClone(document);
  for (const operation of operations) {
    const makes = operation.operator !== '$unset' && operation.operator !== '$pull';
    const place = placeAt(changed, operation.path, makes);
    if (place !== undefined) change(place, operation);
  }
  return changed;
}

function change(place: Place, { operator, path, values }: Operation): void {
  switch (operator) {
    case '$set':
      place.put(structuredClone(values[0]));
      return;
    case '$unset':
      place.remove();
      return;
    case '$push':
      place.put([...arrayAt(place, operator, path), ...structuredClone(values)]);
      return;
    case '$addToSet':
      place.put(values.reduce(added, arrayAt(place, operator, path)));
      return;
    case '$pull':
      if (place.value() !== undefined)
        place.put(
          arrayAt(place, operator, path).filter((one) => !values.some((value) => isMeant(one, value))),
        );
  }
}

function arrayAt(place: Place, operator: string, path: readonly string[]): readonly unknown[] {
  const value = place.value();
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as unknown[];
  throw refusal(`${operator} is for lists, and ${path.join('.')} is ${quoted(value)}`);
}

const added = (list: readonly unknown[], value: unknown): readonly unknown[] =>
  list.some((one) => isSame(one, value)) ? list : [...list, structuredClone(value)];

/** An object means each one that has its members. */
function isMeant(one: unknown, value: unknown): boolean {
  if (!isObject(value)) return isSame(one, value);
  return (
    isObject(one) && Object.entries(value).every(([key, member]) => key in one && isSame(one[key], member))
  );
}

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import type { Allowance } from './allowance';
import { addNew, without } from './scratch-list';
import type { Statement } from './statement';

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path; undefined where there is nothing. */
export function valueAt(document: JsonObject, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/**
 * Carries a statement out on a scratch copy of its document (contract 7.3).
 *
 * @returns why it cannot be; undefined when it was
 */
export function carryOut(
  document: JsonObject,
  { path, effect, value }: Statement,
  allowance: Allowance,
): string | undefined {
  const name = path.at(-1) ?? '';
  const parent = parentOf(document, path, effect === 'set' || effect === 'insert');
  if (typeof parent === 'string') return parent;
  if (parent === undefined) return undefined;
  switch (effect) {
    case 'set':
      parent[name] = typeof value === 'object' ? structuredClone(value) : value;
      return undefined;
    case 'drop':
      delete parent[name];
      return undefined;
    case 'insert':
      return insert(parent, name, value, allowance);
    case 'remove-items':
      return removeItems(parent, name, value, allowance);
  }
}

/** The object that the last part of the path stands in, made if need be; undefined where there is none. */
function parentOf(
  document: JsonObject,
  path: readonly string[],
  makes: boolean,
): JsonObject | string | undefined {
  let at = document;
  for (const [level, name] of path.slice(0, -1).entries()) {
    const there = Object.hasOwn(at, name) ? at[name] : undefined;
    if (isObject(there)) at = there;
    else if (there === undefined || there === null) {
      if (!makes) return undefined;
      at = (at[name] = {}) as JsonObject;
    } else {
      const what = Array.isArray(there) ? 'a list: fill an object of it by a variable' : 'no object';
      return `cannot reach ${path.join('.')}: ${path.slice(0, level + 1).join('.')} is ${what}`;
    }
  }
  return at;
}

function insert(parent: JsonObject, name: string, value: unknown, allowance: Allowance): string | undefined {
  if (!Array.isArray(value)) return `cannot insert into ${name}: it holds one value; the action is update`;
  const there = Object.hasOwn(parent, name) ? (parent[name] ?? []) : [];
  if (!Array.isArray(there)) return `cannot insert into ${name}: what stands there is no list`;
  addNew(there, value, allowance);
  parent[name] = there;
  return undefined;
}

function removeItems(
  parent: JsonObject,
  name: string,
  value: unknown,
  allowance: Allowance,
): string | undefined {
  if (!Array.isArray(value))
    return `cannot remove items from ${name}: it holds one value; the action is remove`;
  const there = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (there === undefined || there === null) return undefined;
  if (!Array.isArray(there)) return `cannot remove items from ${name}: what stands there is no list`;
  parent[name] = without(there, value, allowance);
  return undefined;
}

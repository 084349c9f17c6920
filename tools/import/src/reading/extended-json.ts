/** A value of the dump that has no meaning in plain JSON. */
export class Unreadable extends Error {}

export type JsonObject = Record<string, unknown>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Extended JSON, as the export tools of the document store write it, in plain JSON: ids and decimals as text, dates as
 * ISO text, numbers as numbers.
 *
 * @throws Unreadable for what is none of these, or a number that would lose digits
 */
export function plainOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value);
  const [only = ''] = keys;
  if (keys.length === 1 && only.startsWith('$')) return special(only, value[only]);
  const plain: JsonObject = {};
  for (const key of keys) define(plain, key, plainOf(value[key]));
  return plain;
}

/** Also `__proto__` is a key like any other. */
function define(target: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true });
  else target[key] = value;
}

function special(key: string, value: unknown): unknown {
  switch (key) {
    case '$oid':
      return text(key, value);
    case '$numberInt':
    case '$numberLong':
      return whole(key, value);
    case '$numberDouble':
      return finite(key, value);
    case '$numberDecimal':
      return finite(key, value);
    case '$date':
      return date(value);
    default:
      throw new Unreadable(`${key} has no meaning in plain JSON: take it out of the dump`);
  }
}

function text(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Unreadable(`${key} takes a text, not ${JSON.stringify(value)}`);
}

function finite(key: string, value: unknown): number {
  const number = Number(value);
  if (value !== '' && value !== null && Number.isFinite(number)) return number;
  throw new Unreadable(`${key} takes a finite number, not ${JSON.stringify(value)}`);
}

function whole(key: string, value: unknown): number {
  const number = finite(key, value);
  if (Number.isSafeInteger(number)) return number;
  throw new Unreadable(`${key} ${JSON.stringify(value)} has more digits than a number keeps`);
}

/** An ISO text, or milliseconds since 1970 in one of two ways of writing them. */
function date(value: unknown): string {
  const moment = isJsonObject(value) ? plainOf(value) : value;
  const made = typeof moment === 'string' || typeof moment === 'number' ? new Date(moment) : undefined;
  if (made && !Number.isNaN(made.getTime())) return made.toISOString();
  throw new Unreadable(`$date takes an ISO text or milliseconds, not ${JSON.stringify(value)}`);
}

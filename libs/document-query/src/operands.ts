import type { Json, Operand } from './filter';
import { isTypedValue, SUPPORTED } from './operators';
import { quoted, refusal } from './refusal';

/** Reads a value to compare with: JSON, with the typed values of Extended JSON. */
export function readOperand(value: Json): Operand {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value) && isTypedValue(value)) return typedValue(value as { [key: string]: Json });
  return plain(value);
}

/** The values inside arrays and objects: dates are compared as fields only. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (isTypedValue(value)) {
    const read = typedValue(value as { [key: string]: Json });
    if (!(read instanceof Date)) return read;
    throw refusal('a $date is compared with a field, not inside of an array or object');
  }
  const operator = Object.keys(value).find((key) => key.startsWith('$'));
  if (operator !== undefined)
    throw refusal(`the operator ${quoted(operator)} is not known here: ${SUPPORTED}`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

function typedValue(value: { readonly [key: string]: Json }): Json | Date {
  const [type = '', content = null] = Object.entries(value)[0] ?? [];
  if (type === '$date') return moment(content);
  if (type === '$oid') {
    if (typeof content === 'string') return content;
    throw refusal('an $oid holds a text');
  }
  const number = typeof content === 'string' && content.trim() !== '' ? Number(content) : content;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw refusal(`${type} holds a number as text, such as {"${type}": "12"}`);
}

/** A text without a zone means UTC, as everywhere (contract 0, "Datetimes"). */
function moment(content: Json): Date {
  const inner =
    typeof content === 'object' && content !== null && !Array.isArray(content) && isTypedValue(content)
      ? typedValue(content as { [key: string]: Json })
      : content;
  const date = typeof inner === 'number' ? new Date(inner) : dateOf(inner);
  if (date !== undefined && !Number.isNaN(date.getTime())) return date;
  throw refusal(
    `a $date holds an ISO date-time or milliseconds since 1970, such as {"$date": "2026-01-02T03:04:05Z"}, not ${quoted(content)}`,
  );
}

const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** The moment that an ISO date or date-time names; undefined for anything else. */
export function dateOf(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  const match = ISO.exec(value);
  if (match === null) return undefined;
  const date = new Date(match[1] !== undefined || value.length === 10 ? value : `${value}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

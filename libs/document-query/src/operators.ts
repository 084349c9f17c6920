import type { Json } from './filter';

/** Operators between filters. */
export const LOGICAL = ['$and', '$or', '$nor'] as const;

/** Operators on the value of a field (contract 3.6). `$options` stands beside `$regex`. */
export const FIELD_OPERATORS = [
  '$eq',
  '$ne',
  '$in',
  '$nin',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$size',
  '$all',
  '$elemMatch',
  '$not',
  '$regex',
  '$options',
] as const;

/** Extended JSON: a value of a type that JSON has not. */
export const TYPED_VALUES = ['$date', '$oid', '$numberInt', '$numberLong', '$numberDouble'] as const;

/** For refusals. */
export const SUPPORTED = `supported are ${[...LOGICAL, ...FIELD_OPERATORS].join(' ')} and the values ${TYPED_VALUES.join(' ')}`;

const TYPED = new Set<string>(TYPED_VALUES);

/** True for an object that stands for one value, such as `{"$date": "2026-01-02T03:04:05Z"}`. */
export function isTypedValue(value: object): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && TYPED.has(keys[0] ?? '');
}

/** A JSON object. */
export type Members = { readonly [key: string]: Json };

export function isMembers(value: Json): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

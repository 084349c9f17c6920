import { type Difference, shown } from './outcome';

/** How absent fields show (contract 0): as null, not at all, or as they are stored. */
export type Mode = 'FULL' | 'SET' | 'RAW';

/** What a field holds. A list in brackets is one of these values. */
export type Rule =
  | 'text'
  | 'whole'
  | 'number'
  | 'flag'
  | 'time'
  | 'object'
  | 'list'
  | 'any'
  | RegExp
  | readonly (string | number | boolean | null)[]
  | { readonly listOf: Rule }
  | { readonly shape: Shape; readonly mode?: Mode };

/** A shape of the contract, as data. Other fields may stand beside those that are named. */
export interface Shape {
  readonly name: string;
  readonly must: Readonly<Record<string, Rule>>;
  /** Null or left out where it is not known, as the mode has it. */
  readonly may?: Readonly<Record<string, Rule>>;
  /** Keys that must not be there. */
  readonly never?: readonly string[];
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?$/;

const SIMPLE: Record<string, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  whole: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'string' && TIME.test(value),
  object: isObject,
  list: (value) => Array.isArray(value),
  any: (value) => value !== undefined,
};

/** Holds a value against a shape, field by field, nulls and absent keys included. */
export function compareShape(value: unknown, shape: Shape, mode: Mode, place = ''): Difference[] {
  if (!isObject(value)) return [{ place, expected: `an object (${shape.name})`, came: shown(value) }];
  const at = (key: string): string => (place ? `${place}.${key}` : key);
  const never = [...(shape.never ?? []), ...(mode === 'RAW' ? ['_id'] : [])];
  return [
    ...Object.entries(shape.must).flatMap(([key, rule]) => compareRule(value[key], rule, mode, at(key))),
    ...Object.entries(shape.may ?? {}).flatMap(([key, rule]) => {
      if (value[key] === undefined)
        return mode === 'FULL' ? [{ place: at(key), expected: 'null, not left out', came: 'nothing' }] : [];
      if (value[key] === null)
        return mode === 'SET' ? [{ place: at(key), expected: 'left out, not null', came: 'null' }] : [];
      return compareRule(value[key], rule, mode, at(key));
    }),
    ...never
      .filter((key) => key in value)
      .map((key) => ({ place: at(key), expected: 'no such key', came: shown(value[key]) })),
  ];
}

export function compareRule(value: unknown, rule: Rule, mode: Mode, place: string): Difference[] {
  const differs = (expected: string): Difference[] => [{ place, expected, came: shown(value) }];
  if (typeof rule === 'string') return SIMPLE[rule]?.(value) ? [] : differs(rule);
  if (rule instanceof RegExp)
    return typeof value === 'string' && rule.test(value) ? [] : differs(`text like ${rule.source}`);
  if ('shape' in rule) return compareShape(value, rule.shape, rule.mode ?? mode, place);
  if ('listOf' in rule)
    return Array.isArray(value)
      ? value.flatMap((item, n) => compareRule(item, rule.listOf, mode, `${place}[${n}]`))
      : differs('list');
  return rule.includes(value as string) ? [] : differs(`one of ${shown(rule)}`);
}

/** Holds a value against the very same one, whatever the order of keys. */
export function compareValues(value: unknown, expected: unknown, place = ''): Difference[] {
  if (isObject(value) && isObject(expected)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(value)])];
    return keys.flatMap((key) => compareValues(value[key], expected[key], place ? `${place}.${key}` : key));
  }
  if (Array.isArray(value) && Array.isArray(expected) && value.length === expected.length)
    return value.flatMap((item, n) => compareValues(item, expected[n], `${place}[${n}]`));
  return value === expected ? [] : [{ place, expected: shown(expected), came: shown(value) }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { JsonSchema, SchemaSide } from './json-schema';

/** A promise that a change breaks: where, what was promised, what is there now, and what would be right. */
export interface Breach {
  path: string;
  was: string;
  is: string;
  right: string;
}

/** Two schemas of one place without choices and references, and how the place is used. */
export interface Pair {
  path: string;
  side: SchemaSide;
  was: JsonSchema;
  is: JsonSchema;
}

const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
/** Keywords that other rules look at, or that hold nothing to rely on. */
const ELSEWHERE = new Set([
  ...['type', 'const', 'enum', 'default', 'properties', 'required', 'additionalProperties', 'items'],
  ...['description', 'title', 'examples', '$defs', ...LEAST, ...MOST],
]);

/** The rules of a single value: its type, the values it may have, its bounds, and every other keyword. */
export function valueBreaches(pair: Pair): Breach[] {
  const otherType = typeBreaches(pair);
  return otherType.length > 0 ? otherType : [...choiceBreaches(pair), ...keywordBreaches(pair)];
}

/** What breaks at a place, in the words of whoever has to mend it. */
export function breach({ path }: { path: string }, was: string, is: string, right: string): Breach {
  return { path: path === '' ? 'the whole' : path, was, is, right };
}

/** A piece of a schema, short enough for a line. */
export function inShort(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}

function typeBreaches(pair: Pair): Breach[] {
  const { was, is, side } = pair;
  if (was.type === is.type) return [];
  const wider = is.type === undefined || (was.type === 'integer' && is.type === 'number');
  if (side === 'input' && wider) return [];
  const named = (type: unknown): string => (typeof type === 'string' ? type : 'anything');
  return [breach(pair, named(was.type), named(is.type), 'keep its type, and add a field beside it')];
}

function choiceBreaches(pair: Pair): Breach[] {
  const before = valuesOf(pair.was);
  const after = valuesOf(pair.is);
  const lost = after === undefined ? [] : (before ?? ['any value']).filter((value) => !after.includes(value));
  const won = before === undefined ? [] : (after ?? ['any value']).filter((value) => !before.includes(value));
  const found: Breach[] = [];
  if (lost.length > 0) {
    found.push(breach(pair, `${lost.join(', ')} among its values`, 'without', 'keep every value'));
  }
  if (won.length > 0 && pair.side === 'output') {
    const right = 'readers know no further value: tell it in a new optional field';
    found.push(breach(pair, `without ${won.join(', ')} among its values`, 'with', right));
  }
  return found;
}

/** The values that are allowed by name, as JSON. */
function valuesOf(schema: JsonSchema): string[] | undefined {
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  return Array.isArray(schema.enum) ? schema.enum.map((value) => JSON.stringify(value)) : undefined;
}

function keywordBreaches(pair: Pair): Breach[] {
  const { was, is, side } = pair;
  const others = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !ELSEWHERE.has(key));
  const found = [
    ...LEAST.filter((key) => differs(pair, key, (before, after) => after <= before)),
    ...MOST.filter((key) => differs(pair, key, (before, after) => after >= before)),
    ...others.filter((key) => !same(was[key], is[key]) && !(side === 'input' && is[key] === undefined)),
    ...(was.default !== undefined && !same(was.default, is.default) ? ['default'] : []),
  ];
  const right = side === 'input' ? 'take everything that was taken' : 'give nothing that was not given';
  return found.map((key) => breach(pair, `${key} ${inShort(was[key])}`, `${key} ${inShort(is[key])}`, right));
}

/** Whether a bound moved against whoever relies on it: what is sent may only get more room. */
function differs(
  { was, is, side }: Pair,
  key: string,
  hasRoom: (before: number, after: number) => boolean,
): boolean {
  const before = was[key] as number | undefined;
  const after = is[key] as number | undefined;
  if (before === after) return false;
  if (side === 'output') return true;
  return after !== undefined && (before === undefined || !hasRoom(before, after));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

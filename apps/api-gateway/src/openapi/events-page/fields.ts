import type { JsonSchema } from '@callboard/contracts';

/** One line of a table of fields. A line without a name stands between the choices of a value. */
export interface FieldLine {
  depth: number;
  name: string;
  type: string;
  required: boolean;
  limits: string;
  description: string;
}

/** Finds what a `$ref` names. */
export type Resolve = (reference: string) => JsonSchema;

interface Walk {
  depth: number;
  resolve: Resolve;
  /** References that are written out further up. */
  open: readonly string[];
}

/** The fields of a shape, those inside others below them. A shape that is no object is one line without a name. */
export function fieldsOf(schema: JsonSchema, resolve: Resolve): FieldLine[] {
  const walk = { depth: 0, resolve, open: [] };
  const inside = insideOf(schema, walk);
  return inside.length > 0 ? inside : [lineOf('', schema, true, walk)];
}

function lineOf(name: string, schema: JsonSchema, required: boolean, walk: Walk): FieldLine {
  const { depth, resolve } = walk;
  const description = typeof schema.description === 'string' ? schema.description : '';
  return { depth, name, type: typeOf(schema, resolve), required, limits: limitsOf(schema), description };
}

/** The lines below a value: its members, those of its items, or its choices one after the other. */
function insideOf(schema: JsonSchema, walk: Walk): FieldLine[] {
  if (typeof schema.$ref === 'string') {
    if (walk.open.includes(schema.$ref)) return [];
    return insideOf(walk.resolve(schema.$ref), { ...walk, open: [...walk.open, schema.$ref] });
  }
  const choices = choicesOf(schema).filter((choice) => insideOf(choice, walk).length > 0);
  if (choices.length === 1 && choices[0] !== undefined) return insideOf(choices[0], walk);
  if (choices.length > 1) return choices.flatMap((choice, at) => choiceLines(choice, at, walk));
  if (isSchema(schema.items)) return insideOf(schema.items, walk);
  const values = isSchema(schema.additionalProperties) ? insideOf(schema.additionalProperties, walk) : [];
  return [...membersOf(schema, walk), ...values];
}

function choiceLines(choice: JsonSchema, at: number, walk: Walk): FieldLine[] {
  const label = { ...lineOf('', choice, true, walk), type: at === 0 ? 'either' : 'or' };
  return [label, ...insideOf(choice, { ...walk, depth: walk.depth + 1 })];
}

function membersOf(schema: JsonSchema, walk: Walk): FieldLine[] {
  const required = new Set((schema.required ?? []) as string[]);
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, member]) => [
    lineOf(name, member, required.has(name), walk),
    ...insideOf(member, { ...walk, depth: walk.depth + 1 }),
  ]);
}

/** The type in words: `array of objects`, `text or null`, `"bearer"`. */
function typeOf(schema: JsonSchema, resolve: Resolve): string {
  if (typeof schema.$ref === 'string') return schema.$ref.replace(/.*\//, '');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = choicesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map((choice) => typeOf(choice, resolve)))].join(' or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.type === 'array')
    return isSchema(schema.items) ? `array of ${typeOf(schema.items, resolve)}` : 'array';
  if (schema.type === 'object' && schema.properties === undefined && isSchema(schema.additionalProperties)) {
    return `map of ${typeOf(schema.additionalProperties, resolve)}`;
  }
  return typeof schema.type === 'string' ? schema.type : 'anything';
}

const RANGES = [
  ['minLength', 'maxLength', ' characters'],
  ['minItems', 'maxItems', ' items'],
  ['minimum', 'maximum', ''],
] as const;

const SAYINGS: Record<string, string> = {
  exclusiveMinimum: 'above …',
  exclusiveMaximum: 'below …',
  format: '…',
  pattern: 'matches …',
  default: '… if left out',
};

/** What a value must keep to, in words. */
function limitsOf(schema: JsonSchema): string {
  const ranges = RANGES.map(([least, most, unit]) =>
    rangeOf(bound(schema[least]), bound(schema[most]), unit),
  );
  const sayings = Object.entries(SAYINGS).map(([key, words]) => {
    const value = schema[key];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return value === undefined ? '' : words.replace('…', () => text);
  });
  const items = isSchema(schema.items) ? limitsOf(schema.items) : '';
  const each = items === '' ? '' : `each: ${items}`;
  return [...ranges, ...sayings, ...choicesOf(schema).map(limitsOf), each].filter(Boolean).join('; ');
}

/** Bounds that only say "a whole number" are none. */
const bound = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) !== Number.MAX_SAFE_INTEGER ? value : undefined;

function rangeOf(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (least !== undefined) return `${least} or more${unit}`;
  return most === undefined ? '' : `at most ${most}${unit}`;
}

const choicesOf = (schema: JsonSchema): JsonSchema[] => (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[];

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

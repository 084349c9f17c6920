import { z, type ZodType } from 'zod';

export type Path = readonly (string | number)[];
type JsonSchema = Record<string, unknown>;

const DEEPEST = 4;
/** A member that no shape knows, of an object that may have any. */
export const OPEN = 'anything';

/** Every place that a shape knows, its own top included; of a list the first item stands for all. */
export function placesOf(shape: ZodType): Path[] {
  const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const paths = new Map<string, Path>();
  const walk = (part: unknown, path: Path): void => {
    if (typeof part !== 'object' || part === null || path.length > DEEPEST) return;
    const { $ref, properties, items, anyOf, oneOf, allOf, additionalProperties } = part as JsonSchema;
    if (typeof $ref === 'string') return walk(definitionOf(schema, $ref), path);
    if (path.length > 0) paths.set(JSON.stringify(path), path);
    for (const [key, member] of Object.entries((properties ?? {}) as JsonSchema))
      walk(member, [...path, key]);
    if (items !== undefined) walk(items, [...path, 0]);
    if (typeof additionalProperties === 'object') walk(additionalProperties, [...path, OPEN]);
    for (const choice of [anyOf, oneOf, allOf].flat()) walk(choice, path);
  };
  walk(schema, []);
  return [...paths.values()];
}

function definitionOf(schema: JsonSchema, ref: string): unknown {
  if (ref === '#') return schema;
  const name = ref.replace('#/$defs/', '');
  return ((schema.$defs ?? {}) as JsonSchema)[name];
}

const MARK = '@@here@@';

/** The example as JSON text, with `text` in this place; what leads there is made where the example lacks it. */
export function withTextAt(example: unknown, path: Path, text: string): string {
  return JSON.stringify(replaced(example, path)).replace(JSON.stringify(MARK), () => text);
}

/** The example without what is in this place. */
export function without(example: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof example !== 'object' || example === null) return example;
  if (Array.isArray(example)) return example.map((item, at) => (at === key ? without(item, rest) : item));
  const { [String(key)]: inner, ...others } = example as JsonSchema;
  return rest.length === 0 ? others : { ...others, [String(key)]: without(inner, rest) };
}

function replaced(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return MARK;
  if (typeof key === 'number') {
    const list = Array.isArray(value) ? value : [];
    return [replaced(list[key], rest), ...list.slice(1)];
  }
  const object = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return { ...object, [key]: replaced((object as JsonSchema)[key], rest) };
}

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member that is an object; an empty one where it is missing or something else. */
export function memberOf(schema: JsonSchema, name: string): JsonSchema {
  const member = Object.hasOwn(schema, name) ? schema[name] : undefined;
  return isRecord(member) ? member : {};
}

const DEFINITION = /^#\/\$defs\/([^/]+)$/;

/** Names of the definitions that a schema refers to, by itself or as alternatives. */
export function refsOf(schema: JsonSchema): string[] {
  const alternatives = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  const own = typeof schema.$ref === 'string' ? DEFINITION.exec(schema.$ref)?.[1] : undefined;
  return [...(own === undefined ? [] : [own]), ...alternatives.filter(isRecord).flatMap(refsOf)];
}

import { contentsObject, type RouteContract } from '@callboard/contracts';
import { z, type ZodType } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Shapes that hold themselves need a name; it is the only kind that is not written out in place. */
const NAMED: Record<string, ZodType> = { ContentsObject: contentsObject };
const COMPONENTS = '#/components/schemas/';

/** The JSON Schema of a shape: as it is sent (`input`) or as it comes back (`output`). Named shapes are references. */
export function jsonSchemaOf(schema: ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, $defs, ...rest } = toJsonSchema(schema, io);
  const names = new Map(
    Object.entries(($defs ?? {}) as Record<string, JsonSchema>).map(([key, definition]) => [
      `#/$defs/${key}`,
      COMPONENTS + nameOf(definition),
    ]),
  );
  return renamed(rest, names);
}

/** The named shapes, for `components/schemas`. */
export function namedSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(NAMED).map(([name, schema]) => {
      const { $schema: _dialect, ...rest } = toJsonSchema(schema, 'input');
      return [name, renamed(rest, new Map([['#', COMPONENTS + name]]))];
    }),
  );
}

/** Path and query parameters of a route. */
export function parametersOf({ params, query, example }: RouteContract): JsonSchema[] {
  return [
    ...membersOf(params).map((member) => parameterOf('path', member, example.params)),
    ...membersOf(query).map((member) => parameterOf('query', member, example.query)),
  ];
}

function toJsonSchema(schema: ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // Replies may gain fields, and unknown ones sent are ignored (contract 0).
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  }) as JsonSchema;
}

/** Definitions come without a name of ours; the members tell which one it is. */
function nameOf(definition: JsonSchema): string {
  const members = (schema: JsonSchema): string => Object.keys((schema.properties ?? {}) as object).join();
  const found = Object.entries(NAMED).find(
    ([, schema]) => members(toJsonSchema(schema, 'input')) === members(definition),
  );
  if (found === undefined) throw new Error('a shape that holds itself has no name: add it to NAMED');
  return found[0];
}

function renamed(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? (names.get(value) ?? value) : value,
  );
  return JSON.parse(text) as JsonSchema;
}

interface Member {
  name: string;
  required: boolean;
  schema: unknown;
}

function membersOf(shape: ZodType | undefined): Member[] {
  if (shape === undefined) return [];
  const schema = jsonSchemaOf(shape, 'input');
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const properties = (schema.properties ?? {}) as Record<string, unknown>;
  return Object.entries(properties).map(([name, member]) => ({
    name,
    required: required.has(name),
    schema: member,
  }));
}

function parameterOf(place: 'path' | 'query', member: Member, example?: Record<string, string>): JsonSchema {
  const shown = example?.[member.name] === undefined ? {} : { example: example[member.name] };
  const required = place === 'path' || member.required;
  return { name: member.name, in: place, required, schema: member.schema, ...shown };
}

import { z, type ZodType } from 'zod';
import { contentsObject } from '../http/objects';

export type JsonSchema = Record<string, unknown>;

/** As a value is sent (`input`: what may be left out is not required) or as it comes back (`output`). */
export type SchemaSide = 'input' | 'output';

/** OpenAPI 3.1 speaks 2020-12, AsyncAPI 3 speaks draft 7. */
export type SchemaDialect = 'draft-2020-12' | 'draft-7';

/** Shapes that hold themselves need a name; it is the only kind that is not written out in place. */
const NAMED: Record<string, ZodType> = { ContentsObject: contentsObject };
const COMPONENTS = '#/components/schemas/';

/** The JSON Schema of a shape inside a document whose `components/schemas` hold {@link namedSchemas}. */
export function jsonSchemaOf(
  schema: ZodType,
  side: SchemaSide,
  dialect: SchemaDialect = 'draft-2020-12',
): JsonSchema {
  const { $schema: _dialect, $defs, definitions, ...rest } = toJsonSchema(schema, side, dialect);
  const held = Object.entries((definitions ?? $defs ?? {}) as Record<string, JsonSchema>);
  const place = definitions === undefined ? '#/$defs/' : '#/definitions/';
  return renamed(rest, new Map(held.map(([key, held]) => [place + key, COMPONENTS + nameOf(held)])));
}

/** The named shapes, for `components/schemas`. */
export function namedSchemas(dialect: SchemaDialect = 'draft-2020-12'): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(NAMED).map(([name, schema]) => {
      const { $schema: _dialect, ...rest } = toJsonSchema(schema, 'input', dialect);
      return [name, renamed(rest, new Map([['#', COMPONENTS + name]]))];
    }),
  );
}

/** The JSON Schema of a shape by itself: what it refers to stands in its own `$defs`, and words are left out. */
export function bareSchemaOf(schema: ZodType, side: SchemaSide): JsonSchema {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, side, 'draft-2020-12');
  return JSON.parse(
    JSON.stringify(rest, (key, value: unknown) =>
      key === 'description' && typeof value === 'string' ? undefined : value,
    ),
  ) as JsonSchema;
}

function toJsonSchema(schema: ZodType, side: SchemaSide, target: SchemaDialect): JsonSchema {
  return z.toJSONSchema(schema, {
    io: side,
    target,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Replies may gain fields. Of what is sent only a strict shape says that it takes no others (contract 0).
      if (side === 'output' && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
      // A format says it better than the pattern that zod checks it by.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  }) as JsonSchema;
}

/** Definitions come without a name of ours; the members tell which one it is. */
function nameOf(definition: JsonSchema): string {
  const members = (schema: JsonSchema): string => Object.keys((schema.properties ?? {}) as object).join();
  const found = Object.entries(NAMED).find(
    ([, schema]) => members(toJsonSchema(schema, 'input', 'draft-7')) === members(definition),
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

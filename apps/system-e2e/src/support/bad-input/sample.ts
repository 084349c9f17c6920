import { z, type ZodType } from 'zod';

type JsonSchema = Record<string, unknown>;

/** A value that a shape takes, as plain as may be: what it requires and nothing else. */
export function sampleOf(shape: ZodType): unknown {
  return build(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
}

function build(schema: JsonSchema): unknown {
  const { const: fixed, enum: choices, anyOf, oneOf, default: usual } = schema;
  if (fixed !== undefined) return fixed;
  if (usual !== undefined) return usual;
  if (Array.isArray(choices)) return choices[0];
  const [first] = [anyOf, oneOf].flat().filter((each) => each !== undefined);
  if (first !== undefined) return build(first as JsonSchema);
  switch (schema.type) {
    case 'object': {
      const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
      const required = (schema.required ?? []) as string[];
      return Object.fromEntries(required.map((name) => [name, build(properties[name] ?? {})]));
    }
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () => build(schema.items as JsonSchema));
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema.minimum ?? 1));
    case 'boolean':
      return true;
    case 'string':
      return textFor(schema);
    default:
      return null;
  }
}

function textFor({ format, contentEncoding, minLength }: JsonSchema): string {
  if (format === 'date-time') return '2026-01-02T03:04:05.678Z';
  if (contentEncoding === 'base64' || format === 'base64') return 'AAAA';
  return 'sample-1'.padEnd(Number(minLength ?? 0), 'x');
}

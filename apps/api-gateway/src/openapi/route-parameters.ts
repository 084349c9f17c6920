import { type JsonSchema, jsonSchemaOf, type RouteContract } from '@callboard/contracts';
import type { ZodType } from 'zod';

/** Path and query parameters of a route. */
export function parametersOf({ params, query, example }: RouteContract): JsonSchema[] {
  return [
    ...membersOf(params).map((member) => parameterOf('path', member, example.params)),
    ...membersOf(query).map((member) => parameterOf('query', member, example.query)),
  ];
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

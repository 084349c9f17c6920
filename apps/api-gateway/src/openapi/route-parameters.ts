import {
  IDEMPOTENCY_HEADER,
  idempotencyKey,
  idSchema,
  type JsonSchema,
  jsonSchemaOf,
  keyRuleOf,
  OPERATION_HEADER,
  type RouteContract,
} from '@callboard/contracts';
import type { ZodType } from 'zod';

const OPERATION: JsonSchema = {
  name: OPERATION_HEADER,
  in: 'header',
  required: false,
  description: 'The operation whose result this is: it is kept only while that operation is open',
  schema: jsonSchemaOf(idSchema, 'input'),
};

const KEY: JsonSchema = {
  name: IDEMPOTENCY_HEADER,
  in: 'header',
  required: false,
  description:
    'A text of your own for this one request, such as a UUID. For 24 hours a repeat with the same key and body is given ' +
    'the same reply, and changes nothing again',
  schema: jsonSchemaOf(idempotencyKey, 'input'),
};

/** Path and query parameters of a route, and headers. */
export function parametersOf(route: RouteContract): JsonSchema[] {
  const { params, query, takesOperation, example } = route;
  return [
    ...membersOf(params).map((member) => parameterOf('path', member, example.params)),
    ...membersOf(query).map((member) => parameterOf('query', member, example.query)),
    ...(takesOperation ? [OPERATION] : []),
    ...(keyRuleOf(route) === 'taken' ? [KEY] : []),
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

import type { ZodType } from 'zod';
import type { EventContract, RequestContract } from '../envelope';
import type { RouteContract } from '../http/routes-contract';
import { anySiteRequestSubject } from '../subjects';
import { bareSchemaOf, type JsonSchema } from './json-schema';

/**
 * What others rely on: under each name (a subject, a route, a code) its parts, such as `request` and `reply`. A part
 * that others send is called `request`; every other part is read by them.
 */
export type PublishedShapes = Record<string, Record<string, JsonSchema>>;

/** What is said on the broker. A door for sites is a name of its own, which says whose shapes it takes. */
export function messageShapes(
  requests: readonly RequestContract<unknown, unknown>[],
  events: readonly EventContract<unknown>[],
  news: Readonly<Record<string, ZodType>>,
): PublishedShapes {
  const asked = requests.map(({ subject, input, output }) => [
    subject,
    { request: bareSchemaOf(input, 'input'), reply: bareSchemaOf(output, 'output') },
  ]);
  const doors = requests
    .filter(({ forSites }) => forSites)
    .map(({ subject, verb }) => [anySiteRequestSubject(verb), { 'asks as': { const: subject } }]);
  const told = events.map(({ subject, payload }) => [subject, { payload: bareSchemaOf(payload, 'output') }]);
  const heard = Object.entries(news).map(([subject, payload]) => [
    subject,
    { payload: bareSchemaOf(payload, 'output') },
  ]);
  return Object.fromEntries([...asked, ...doors, ...told, ...heard]) as PublishedShapes;
}

/** What is said over HTTP: what a call is made of, and what each success looks like. */
export function routeShapes(routes: Readonly<Record<string, RouteContract>>): PublishedShapes {
  return Object.fromEntries(
    Object.values(routes).map((route) => [`${route.method} ${route.path}`, partsOf(route)]),
  );
}

/** What every code of a refusal becomes over HTTP. */
export function codeShapes(codes: Readonly<Record<string, { status: number }>>): PublishedShapes {
  return Object.fromEntries(
    Object.entries(codes).map(([code, { status }]) => [code, { status: { const: status } }]),
  );
}

function partsOf(route: RouteContract): Record<string, JsonSchema> {
  const { ok, otherwise } = route;
  const body =
    ok.schema === undefined ? { const: ok.mediaType ?? 'no body' } : bareSchemaOf(ok.schema, 'output');
  return {
    request: callOf(route),
    [`reply ${ok.status}`]: body,
    ...(otherwise === undefined ? {} : { [`reply ${otherwise.status}`]: { const: 'no body' } }),
  };
}

/** One shape of parameters, query and body, so that each of them may come later if it may be left out. */
function callOf({ params, query, body, form }: RouteContract): JsonSchema {
  const given = Object.entries({ params, query, [form ? 'form' : 'body']: body }).filter(
    (entry): entry is [string, ZodType] => entry[1] !== undefined,
  );
  const left = (name: string, schema: ZodType): boolean =>
    schema.safeParse(name === 'query' ? {} : undefined).success;
  return {
    type: 'object',
    properties: Object.fromEntries(given.map(([name, schema]) => [name, bareSchemaOf(schema, 'input')])),
    required: given.filter(([name, schema]) => !left(name, schema)).map(([name]) => name),
  };
}

import { STATUS_CODES } from 'node:http';
import {
  drsError,
  ERROR_CODES,
  isOpen,
  type JsonSchema,
  jsonSchemaOf,
  namedSchemas,
  RIGHTS,
  type RouteContract,
} from '@callboard/contracts';
import { errorResponses } from './error-responses';
import { parametersOf } from './route-parameters';

/** An OpenAPI 3.1 document, as far as it is made here. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
}

/** Derives the document from the route table, and from nothing else. */
export function openApiDocument(routes: Record<string, RouteContract>, version: string): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Callboard', version, description: 'Advertises jobs and lets sites claim and run them.' },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token of POST /token.' },
      },
      schemas: {
        ...namedSchemas(),
        DrsError: jsonSchemaOf(drsError, 'output'),
        Refusal: {
          type: 'object',
          properties: { detail: {}, code: { type: 'string', description: CODES } },
          required: ['detail'],
        },
      },
    },
  };
}

/** A text, and no enumeration: codes may be added at any time. */
const CODES = `Codes so far: ${Object.keys(ERROR_CODES).join(', ')}. Judge one that you do not know by its status.`;

function operationOf(name: string, route: RouteContract): JsonSchema {
  return {
    operationId: name,
    summary: route.summary,
    description: `${whoMay(route)} Tier ${route.tier}.`,
    tags: [tagOf(route.path)],
    ...securityOf(route),
    parameters: parametersOf(route),
    ...requestBodyOf(route),
    responses: { [route.ok.status]: successOf(route), ...otherwiseOf(route), ...errorResponses(route) },
  };
}

function whoMay({ auth, noticesSites }: RouteContract): string {
  const { words } = RIGHTS[auth];
  if (!isOpen(auth)) return words;
  return noticesSites
    ? `${words} The token of a site narrows what is shown; any other Authorization header is ignored.`
    : `${words} Any Authorization header is ignored.`;
}

/** Nothing, or an empty choice beside the token where one may be sent. */
function securityOf({ auth, noticesSites }: RouteContract): JsonSchema {
  const token = { bearer: [] };
  if (!isOpen(auth)) return { security: [token] };
  return noticesSites ? { security: [{}, token] } : {};
}

function tagOf(path: string): string {
  return /^\/([a-z_0-9]+)/.exec(path)?.[1] ?? 'system';
}

function requestBodyOf(route: RouteContract): JsonSchema {
  const { body: read, streamed, upload, form, example } = route;
  const body = read ?? streamed;
  const shown = example.body === undefined ? {} : { example: example.body };
  if (upload !== undefined) {
    const file = { type: 'string', format: 'binary' };
    const schema = { type: 'object', properties: { [upload]: file }, required: [upload] };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema, ...shown } } } };
  }
  if (body === undefined) return {};
  const media = form ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    requestBody: {
      required: body.safeParse(undefined).success !== true,
      content: { [media]: { schema: jsonSchemaOf(body, 'input'), ...shown } },
    },
  };
}

function otherwiseOf({ otherwise }: RouteContract): JsonSchema {
  return otherwise === undefined ? {} : { [otherwise.status]: { description: otherwise.when } };
}

function successOf({ ok, example }: RouteContract): JsonSchema {
  const description = STATUS_CODES[ok.status] ?? 'Success';
  if (ok.schema !== undefined) {
    const shown = example.reply === undefined ? {} : { example: example.reply };
    return {
      description,
      content: { 'application/json': { schema: jsonSchemaOf(ok.schema, 'output'), ...shown } },
    };
  }
  if (ok.mediaType !== undefined) {
    return { description, content: { [ok.mediaType]: { schema: { type: 'string', format: 'binary' } } } };
  }
  return { description, headers: { Location: { schema: { type: 'string' } } } };
}

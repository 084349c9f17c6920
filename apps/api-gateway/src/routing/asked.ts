import { type Caller, idSchema, OPERATION_HEADER, type RouteContract } from '@callboard/contracts';
import type { FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';
import { callerOf } from '../auth/caller-of';
import { issuesOf, type Place, ShapeError, type ValidationIssue } from '../errors/shape-error';
import type { Peer } from '../server/client-address';
import { readBody } from './body';
import { keyOf } from './key-of';

/** What a controller gets: the checked parts of the request, and who asks. */
export interface AskedOf<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** The bytes of the body as they come; for routes that are streamed. */
  stream: AsyncIterable<Uint8Array>;
  /** What the body is said to be. */
  contentType: string | undefined;
  caller: Caller;
  /** The operation that a result is stored under; for routes that store results. */
  operation: string | undefined;
  /** Makes a repeat give the reply of the first; to be passed on with whatever changes something. */
  idempotencyKey: string | undefined;
  /** The header as it was sent; for the token call only. */
  authorization: string | undefined;
  /** Where the request comes from. */
  peer: Peer;
}

/** {@link AskedOf} for a route of the table. */
export type Asked<R> = R extends RouteContract<infer P, infer Q, infer B> ? AskedOf<P, Q, B> : never;

/**
 * Reads a request as its route has it. All faults are told at once, as unchanged clients know it (contract 0).
 *
 * @throws ShapeError; DomainError `bad-request` for an idempotency key that is not taken
 */
export function readAsked(route: RouteContract, request: FastifyRequest): AskedOf<unknown, unknown, unknown> {
  const faults: ValidationIssue[] = [];
  const idempotencyKey = keyOf(route, request);
  const check = (place: Place, schema: ZodType | undefined, raw: unknown): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(raw);
    if (!parsed.success) faults.push(...issuesOf(place, raw, parsed.error));
    return parsed.data;
  };
  const params = check('path', route.params, request.params);
  const query = check('query', route.query, lastOfEach(request.query, route.repeated));
  const body = check('body', route.body, route.body && readBody(route, request));
  const operation = route.takesOperation && operationOf(request, faults);
  if (faults.length > 0) throw new ShapeError(faults);
  const { authorization, 'x-forwarded-for': forwarded, 'content-type': contentType } = request.headers;
  const peer = { remote: request.socket.remoteAddress, forwardedFor: forwarded?.toString() };
  const caller = callerOf(request);
  const asRead = { params, query, body, stream: request.raw, contentType };
  return { ...asRead, caller, idempotencyKey, operation, authorization, peer };
}

function operationOf(request: FastifyRequest, faults: ValidationIssue[]): string | undefined {
  const sent = request.headers[OPERATION_HEADER.toLowerCase()];
  if (sent === undefined) return undefined;
  const parsed = idSchema.safeParse(sent);
  const msg = 'should be the id of the operation whose result is stored, once';
  if (!parsed.success)
    faults.push({ type: 'value_error', loc: ['header', OPERATION_HEADER], msg, input: sent });
  return parsed.data;
}

/** Of a parameter that was given several times the last counts, unless all of them do. */
function lastOfEach(query: unknown, repeated: readonly string[] = []): Record<string, unknown> {
  const entries = Object.entries((query ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      Array.isArray(value) && !repeated.includes(key) ? value.at(-1) : value,
    ]),
  );
}

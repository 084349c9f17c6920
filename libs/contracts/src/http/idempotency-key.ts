import { z } from 'zod';
import { HEADERS, IDEMPOTENCY_KEY_CHARACTERS } from '../envelope';
import type { RouteContract } from './routes-contract';

/** The header, over HTTP as over NATS. */
export const IDEMPOTENCY_HEADER = HEADERS.idempotencyKey;

export const idempotencyKey = z
  .string()
  .min(1)
  .max(IDEMPOTENCY_KEY_CHARACTERS)
  .regex(/^[\x21-\x7e]*$/, 'must be visible ASCII characters');

/**
 * Whether a route takes an idempotency key (ADR 16): those do that change something, by POST, PUT or PATCH, unless they
 * say otherwise. A repeated DELETE changes nothing by itself.
 */
export function keyRuleOf({
  method,
  idempotency,
}: Pick<RouteContract, 'method' | 'idempotency'>): 'taken' | 'passed-over' | 'refused' {
  if (method === 'GET' || method === 'DELETE' || method === 'OPTIONS') return 'passed-over';
  return idempotency ?? 'taken';
}

import { IDEMPOTENCY_HEADER, idempotencyKey, keyRuleOf, type RouteContract } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { FastifyRequest } from 'fastify';

const NAME = IDEMPOTENCY_HEADER.toLowerCase();

/**
 * The idempotency key of a request to a route that takes one; elsewhere the header is passed over.
 *
 * @throws DomainError `bad-request` for a key that is none, and on a route that refuses it
 */
export function keyOf(route: RouteContract, request: FastifyRequest): string | undefined {
  const sent = request.headers[NAME];
  const rule = keyRuleOf(route);
  if (sent === undefined || rule === 'passed-over') return undefined;
  if (rule === 'refused') {
    const text = `this call takes no ${IDEMPOTENCY_HEADER}: its reply holds a secret, which is not kept to be shown again`;
    throw new DomainError('bad-request', text);
  }
  const parsed = idempotencyKey.safeParse(sent);
  if (parsed.success) return parsed.data;
  const text = `${IDEMPOTENCY_HEADER} has to be sent once, with 1 to 255 visible ASCII characters`;
  throw new DomainError('bad-request', text);
}

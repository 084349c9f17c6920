import { keyRuleOf, type RouteContract } from '@callboard/contracts';

/**
 * Whether a call may be sent again when nobody knows what became of it: reads; what takes an idempotency key, as the
 * client sends one; and writes that pass a key over because a repeat gives the same (ADR 16). Not a DELETE, whose repeat
 * would tell of something that is not there.
 */
export function isRepeatable(route: Pick<RouteContract, 'method' | 'idempotency'>): boolean {
  if (route.method === 'GET') return true;
  return route.method !== 'DELETE' && keyRuleOf(route) !== 'refused';
}

/** Busy or down for now: the same request may be answered in a moment. */
const FOR_NOW = [429, 502, 503, 504];

export function isForNow(status: number, code: string | undefined): boolean {
  return FOR_NOW.includes(status) || code === 'idempotency-key-in-use';
}

import type { ItemReply } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/**
 * How long to wait for a single document, in ms: it may have many megabytes, which are read, sent and read again
 * (ADR 13). Twice what 24 MB took on two busy cores, and no more: so long waits whoever asked a process that was then
 * killed. A service that is not there is known at once.
 */
export const ONE_DOCUMENT = { timeoutMs: 8_000 };

/** The item of a batch of one. Throws its refusal. */
export function onlyItem<T>({ items }: { items: ItemReply<T>[] }): T {
  const [reply] = items;
  if (reply === undefined)
    throw new DomainError('internal', 'a service answered a batch of one with nothing');
  return itemOf(reply);
}

/** The item of a reply. Throws its refusal. */
export function itemOf<T>(reply: ItemReply<T>): T {
  if (reply.ok) return reply.item;
  const { code, message, details } = reply.error;
  throw new DomainError(code, message, details);
}

import { isJsonObject, type JsonObject } from './json-values';
import type { PromisedObject } from './operation';

/** Keys of the wire's `metadata` that belong to the runtime: what a client sends under them is passed over (contract 3.5). */
export const RESERVED_KEYS: readonly string[] = ['model', 'site_id', 'job'];
const PROMISE_KEYS: Record<keyof PromisedObject, true> = {
  object_id: true,
  url: true,
  expires_in_seconds: true,
};

/** The runtime's keys of an operation: more of one that promises an object. */
export function reservedKeys(promised: PromisedObject | null): readonly string[] {
  return promised === null ? RESERVED_KEYS : [...RESERVED_KEYS, ...Object.keys(PROMISE_KEYS)];
}

/**
 * Merges the metadata that a client sends into what clients sent before, one level deep (design 5; contract 3.5, D7):
 *
 * - nothing sent, or `null`: nothing changes;
 * - a key that is not sent keeps its value;
 * - a sent key replaces the stored one, an explicit `null` included; but where both values are objects, their keys
 *   are put together by the same rule, and what lies below those is replaced whole;
 * - `reserved` keys are passed over, because clients send back what they read.
 */
export function mergeMetadata(
  stored: JsonObject,
  sent: JsonObject | null | undefined,
  reserved: readonly string[] = RESERVED_KEYS,
): JsonObject {
  if (!sent) return stored;
  const added = Object.entries(sent).filter(([key]) => !reserved.includes(key));
  const merged = added.map(([key, value]) => {
    const before = Object.hasOwn(stored, key) ? stored[key] : undefined;
    return [key, isJsonObject(before) && isJsonObject(value) ? { ...before, ...value } : value] as const;
  });
  return { ...stored, ...Object.fromEntries(merged) };
}

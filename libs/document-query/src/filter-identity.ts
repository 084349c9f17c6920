import { createHash } from 'node:crypto';
import type { Json } from './filter';
import { isMembers } from './operators';
import { readFilterText } from './read-json';

const LENGTH = 16;

/**
 * Tells filters apart: the same for the same JSON, however it is spaced and in whatever order its names stand, and empty
 * for a filter that asks for everything. `more` stands for whatever else decides which documents match.
 *
 * @throws DomainError `invalid-input` for a text that is no JSON object
 */
export function filterIdentity(text: string | undefined, more = ''): string {
  const filter = readFilterText(text);
  if (Object.keys(filter).length === 0 && more === '') return '';
  const canonical = JSON.stringify([ordered(filter), more]);
  return createHash('sha256').update(canonical).digest('base64url').slice(0, LENGTH);
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isMembers(value)) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, ordered(value[key] ?? null)]);
}

import { createHash, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyedRequest } from '@callboard/messaging';

const BYTES = 32;
const slow = promisify<string, string, number, Buffer>(scrypt);

/**
 * By what another body is noticed; the order of members makes no other body. A body that holds a secret, such as the
 * password of a new user, is not to be found out from what is kept of it by trying: its digest is slow to make.
 */
export async function bodyDigest({ body, caller, key, holdsSecret }: KeyedRequest): Promise<Buffer> {
  const text = JSON.stringify(body, sorted);
  if (holdsSecret) return slow(text, JSON.stringify([caller, key]), BYTES);
  return createHash('sha256').update(text).digest();
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

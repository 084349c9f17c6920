import { DomainError } from '@callboard/kernel';
import { z } from 'zod';

const tokenSchema = z.object({ c: z.string(), a: z.string().min(1).max(300) });

/** An opaque token for the page after the id `after` of a collection. It can be used again and again. */
export function pageToken(collection: string, after: string): string {
  return Buffer.from(JSON.stringify({ c: collection, a: after })).toString('base64url');
}

/** The id after which the page begins. Throws `bad-request` for what {@link pageToken} did not make. */
export function readPageToken(collection: string, token: string): string {
  try {
    const { c, a } = tokenSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    if (c === collection) return a;
  } catch {
    // Told below, whatever was wrong with it.
  }
  throw new DomainError('bad-request', 'unknown page_token: use next_page_token of a page of this list');
}

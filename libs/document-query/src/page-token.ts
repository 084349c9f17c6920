import { DomainError } from '@callboard/kernel';

/** What a page token is good for: a list, and a filter of it (see `filterIdentity`). */
export interface PageOf {
  readonly collection: string;
  readonly filter: string;
}

const VERSION = 1;

/**
 * An opaque token for the page after the id `after`. It can be used again and again, for the same list and filter
 * (contract D12). It holds no secret, as every page of a list is open to whoever may read the list.
 */
export function pageToken({ collection, filter }: PageOf, after: string): string {
  return Buffer.from(JSON.stringify([VERSION, collection, filter, after])).toString('base64url');
}

/**
 * The id after which the page begins.
 *
 * @throws DomainError `bad-request` for what {@link pageToken} did not make, or made for another list or filter
 */
export function readPageToken({ collection, filter }: PageOf, token: string): string {
  const [version, ofCollection, ofFilter, after] = parse(token);
  if (version !== VERSION || typeof after !== 'string' || after === '' || after.length > 300)
    throw new DomainError('bad-request', 'unknown page_token: use next_page_token of a page of this list');
  if (ofCollection !== collection)
    throw new DomainError('bad-request', `this page_token is of another list than ${collection}`);
  if (ofFilter !== filter)
    throw new DomainError(
      'bad-request',
      'this page_token is of another filter: repeat the filter of the first page',
    );
  return after;
}

function parse(token: string): unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}

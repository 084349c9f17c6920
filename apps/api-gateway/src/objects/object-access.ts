import type { StoredObject } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** AccessURL (contract 1.1). */
export interface ObjectAccess {
  headers: null;
  url: string;
}

/**
 * Where the bytes behind an access id are (contract 2.4). Bytes that are kept here have the object's id as access id.
 *
 * @param base the outside address of the gateway
 * @throws DomainError `not-found` when the object has no such access id, or nothing here can resolve it
 */
export function accessOf(object: StoredObject, accessId: string, base: string): ObjectAccess {
  if (object.stored && accessId === object.id) {
    return { headers: null, url: `${base}/metadata/stored_files/${encodeURIComponent(object.id)}` };
  }
  const text = `the object ${object.id} has no access id ${JSON.stringify(accessId)} that can be resolved here`;
  throw new DomainError('not-found', text);
}

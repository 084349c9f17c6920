import { z } from 'zod';
import { drsId, mimeType, portableName } from './objects';

/** Clients may test this text, so it stays as the reference wrote it (contract 1.3). */
export const PUT_OPERATION_MODEL = 'nmdc_runtime.api.models.operation.ObjectPutMetadata';

/** For how many seconds a signed address of the object store holds (contract 2.2). */
export const SIGNED_SECONDS = 300;

/** What is to be put: its media type is signed, so exactly these bytes' type must be sent along (contract 2.2). */
export const objectToPut = z.object({ mime_type: mimeType, name: portableName.nullish() });

/** The access id of bytes in the object store of a site (contract 2.4, 5). */
export const storeAccessId = (siteId: string, objectId: string): string => `${siteId}:${objectId}`;

/**
 * The id under which a site's object store keeps the bytes of an access id; undefined when it is no access id of that
 * site's store. What follows the first `<site>:` is the whole id, and is of the form of an object id (9 D27).
 */
export function keyInStore(siteId: string, accessId: string): string | undefined {
  const prefix = storeAccessId(siteId, '');
  if (!accessId.startsWith(prefix)) return undefined;
  const key = drsId.safeParse(accessId.slice(prefix.length));
  return key.success && !/^\.+$/.test(key.data) ? key.data : undefined;
}

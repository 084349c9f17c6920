import type { StoredObject } from '@callboard/contracts';
import { JobFailure, type SiteObjects } from '@callboard/site-kit';
import { z } from 'zod';
import { openFile } from './open-file';
import { openUrl } from './open-url';

export interface ObjectAccess {
  /** Folder below which `file:` objects may be read; none may without it. */
  filesFolder?: string;
  /** Milliseconds without a byte after which a download is given up. */
  idleTimeoutMs: number;
  /** Most bytes of one object. */
  maxBytes: number;
}

const accessMethods = z.array(
  z.object({
    access_id: z.string().nullish(),
    access_url: z.object({ url: z.string(), headers: z.record(z.string(), z.string()).nullish() }).nullish(),
  }),
);

/**
 * Opens the bytes of an object: those stored with it, else the first access method with a URL that this site can
 * read. Throws {@link JobFailure} `unreadable-object` (final), `unreachable-object` (may pass) or `object-too-large`.
 */
export async function openObject(
  object: StoredObject,
  objects: SiteObjects,
  access: ObjectAccess,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  refuseLarge(object, access.maxBytes);
  if (object.stored) return objects.read(object.id);
  const methods = accessMethods.safeParse(object.document.access_methods ?? []);
  for (const method of methods.data ?? []) {
    const url = method.access_url && new URL(method.access_url.url);
    if (url?.protocol === 'file:') return openFile(url, access.filesFolder);
    if (url?.protocol === 'https:' || url?.protocol === 'http:')
      return openUrl(url, { ...access, headers: method.access_url?.headers ?? {}, signal });
  }
  throw new JobFailure(
    'unreadable-object',
    `object ${object.id} has no access method that this site can read; it reads https:, http: and file: URLs`,
    { retriable: false },
  );
}

function refuseLarge(object: StoredObject, maxBytes: number): void {
  const size = Number(object.document.size);
  if (size > maxBytes)
    throw new JobFailure(
      'object-too-large',
      `the object has ${size} bytes; this site takes up to ${maxBytes}`,
      {
        retriable: false,
      },
    );
}

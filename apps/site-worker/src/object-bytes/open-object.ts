import type { StoredObject } from '@callboard/contracts';
import { JobFailure, type SiteObjects } from '@callboard/site-kit';
import { z } from 'zod';
import { openFile } from './open-file';
import type { UrlReader } from './url-reader';

export interface ObjectAccess {
  /** Folder below which `file:` objects may be read; none may without it. */
  filesFolder?: string;
  /** Reads http(s) URLs. */
  urls: UrlReader;
  /** Most bytes of one object. */
  maxBytes: number;
  /** Most unpacked bytes for each packed one. */
  maxRatio: number;
}

const accessMethods = z.array(
  z.object({
    access_id: z.string().nullish(),
    access_url: z.object({ url: z.string(), headers: z.record(z.string(), z.string()).nullish() }).nullish(),
  }),
);

/**
 * Opens the bytes of an object: those stored with it, else the first access method with a URL that this site can
 * read. Throws {@link JobFailure} `unreadable-object` (final), `object-too-large` (final), or what {@link UrlReader} does.
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
    const url = urlOf(method.access_url?.url);
    if (url?.protocol === 'file:') return openFile(url, access.filesFolder);
    if (url?.protocol === 'https:' || url?.protocol === 'http:')
      return access.urls.open(url, {
        headers: method.access_url?.headers ?? {},
        size: Number(object.document.size),
        signal,
      });
  }
  throw new JobFailure(
    'unreadable-object',
    `object ${object.id} has no access method that this site can read; it reads https:, http: and file: URLs`,
    { retriable: false },
  );
}

function urlOf(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
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

import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredObject } from '@callboard/contracts';
import type { SiteObjects } from '@callboard/site-kit';
import { finalFailure } from '../../object-bytes/download-failure';
import { type ObjectAccess, openObject } from '../../object-bytes/open-object';
import { VerifiedBytes } from '../../object-bytes/verified-bytes';

/**
 * The bytes of an object in a file of their own, since what has its table of contents at the end is read from there. They
 * are what the object states, size and checksums, before `work` sees them; the file is gone when it ends.
 *
 * @throws JobFailure `object-too-large`, what {@link openObject} and {@link VerifiedBytes} throw
 */
export async function withSpooled<T>(
  object: StoredObject,
  access: ObjectAccess & { objects: SiteObjects; signal: AbortSignal },
  work: (path: string) => Promise<T>,
): Promise<T> {
  refuseLarge(object, access.maxBytes);
  const folder = await mkdtemp(join(tmpdir(), 'callboard-zip-'));
  try {
    const path = join(folder, 'object.zip');
    await spool(object, access, path);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spool(
  object: StoredObject,
  { objects, signal, ...access }: ObjectAccess & { objects: SiteObjects; signal: AbortSignal },
  path: string,
): Promise<void> {
  const bytes = new VerifiedBytes(object, await openObject(object, objects, access, signal));
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of bytes.read()) {
      signal.throwIfAborted();
      await file.writeFile(piece);
    }
    await bytes.verify();
  } finally {
    await bytes.close();
    await file.close();
  }
}

function refuseLarge(object: StoredObject, maxBytes: number): void {
  const size = Number(object.document.size);
  if (size <= maxBytes) return;
  throw finalFailure(
    'object-too-large',
    `the zip has ${size} bytes; up to ${maxBytes} are taken: hand in parts`,
  );
}

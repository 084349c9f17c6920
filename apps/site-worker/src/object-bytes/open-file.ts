import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JobFailure } from '@callboard/site-kit';

/**
 * Opens a `file:` object, only from below `folder`: both are resolved first, so that no link and no `..` leads out.
 * The message never says whether a file outside exists.
 */
export async function openFile(url: URL, folder: string | undefined): Promise<AsyncIterable<Uint8Array>> {
  if (!folder)
    throw unreadable(
      'this site reads no file: objects; FILE_OBJECTS_FOLDER would name the folder it may read',
    );
  const path = await resolveBelow(url, folder);
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if (!(await handle.stat()).isFile()) {
    await handle.close();
    throw unreadable(`${url.href} is not a file`);
  }
  return handle.createReadStream({ highWaterMark: 256 * 1024 });
}

async function resolveBelow(url: URL, folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    const path = await realpath(fileURLToPath(url));
    if (path.startsWith(root.endsWith(sep) ? root : root + sep)) return path;
  } catch {
    // Missing, unreadable and outside are told alike below.
  }
  throw unreadable(
    `${url.href} cannot be read here: it is missing, or not below the folder of this site's files`,
  );
}

function unreadable(message: string): JobFailure {
  return new JobFailure('unreadable-object', message, { retriable: false });
}

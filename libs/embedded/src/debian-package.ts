import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianArchive, sourceForSuite, type ArchiveSource, type SourceFile } from './apt-sources';
import { canReach, isRoot } from './folder-access';
import type { LogLine } from './server-process';

const run = promisify(execFile);
const FETCH_TIMEOUT_MS = 300_000;
const UNPACK_TIMEOUT_MS = 60_000;
/** Stands for apt's own unprivileged account: somebody who owns nothing here. */
const STRANGER = { uid: 65533, gid: 65533 };

/** What to fetch, from which of the machine's archives, and where to unpack it. */
export interface PackageWanted {
  readonly name: string;
  readonly suite: string;
  /** The machine's apt settings, normally /etc/apt. */
  readonly aptDir: string;
  /** An existing folder that receives the package's files. */
  readonly target: string;
  readonly log: LogLine;
}

function sourceFiles(aptDir: string): SourceFile[] {
  const parts = join(aptDir, 'sources.list.d');
  const listed = existsSync(parts) ? readdirSync(parts).sort() : [];
  const paths = [join(aptDir, 'sources.list'), ...listed.map((name) => join(parts, name))];
  return paths
    .filter((path) => /\.(list|sources)$/.test(path) && existsSync(path))
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }));
}

/**
 * A state of apt's own below `work`, so that neither root is needed nor the machine's package lists touched.
 * Proxies and credentials of the machine stay in force; its hooks, pins and laxer signature rules do not.
 */
function privateAptConfig(work: string): string {
  const beyondSandbox = isRoot() && !canReach(realpathSync(work), STRANGER);
  return [
    `Dir::State "${work}";`,
    `Dir::State::lists "${work}/lists";`,
    `Dir::State::status "${work}/status";`,
    `Dir::Cache "${work}";`,
    `Dir::Cache::archives "${work}/archives";`,
    'Dir::Etc::sourcelist "/dev/null";',
    `Dir::Etc::sourceparts "${work}/sources";`,
    'Dir::Etc::preferences "/dev/null";',
    'Dir::Etc::preferencesparts "/dev/null";',
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    'APT::Get::AllowUnauthenticated "false";',
    'Acquire::AllowInsecureRepositories "false";',
    'Acquire::AllowWeakRepositories "false";',
    'Acquire::Languages "none";',
    'Acquire::Retries "2";',
    'Acquire::http::Timeout "30";',
    'Acquire::https::Timeout "30";',
    ...(beyondSandbox ? ['APT::Sandbox::User "root";'] : []),
    '',
  ].join('\n');
}

function layOut(work: string, archive: ArchiveSource, suite: string): void {
  chmodSync(work, 0o755);
  for (const folder of ['lists/partial', 'archives/partial', 'sources', 'download']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  writeFileSync(join(work, 'status'), '');
  writeFileSync(join(work, 'sources', 'callboard.sources'), sourceForSuite(archive, suite));
  writeFileSync(join(work, 'apt.conf'), privateAptConfig(work));
}

/** Fetches with apt, which verifies the archive's signature and the package's checksum. */
async function download(work: string, wanted: PackageWanted): Promise<string> {
  const options = {
    cwd: join(work, 'download'),
    timeout: FETCH_TIMEOUT_MS,
    env: { ...process.env, LC_ALL: 'C' },
  };
  const config = ['-c', join(work, 'apt.conf'), '-q'];
  wanted.log(`reading the package list of Debian ${wanted.suite} from this machine's archive`);
  await run('apt-get', [...config, 'update'], options);
  wanted.log(`fetching the Debian package ${wanted.name}`);
  await run('apt-get', [...config, 'download', wanted.name], options);
  const file = readdirSync(options.cwd).find((name) => name.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get download left no package ${wanted.name}`);
  return join(options.cwd, file);
}

/**
 * Fetches a Debian package of `suite` from the archive this machine already uses and unpacks it into `target`.
 * Needs apt and dpkg-deb, but no root. Throws an ordinary Error saying why it cannot be done.
 */
export async function unpackDebianPackage(wanted: PackageWanted): Promise<void> {
  const archive = debianArchive(sourceFiles(wanted.aptDir));
  if (archive === undefined) throw new Error(`no Debian archive among the apt sources in ${wanted.aptDir}`);
  const work = mkdtempSync(join(tmpdir(), 'callboard-apt-'));
  try {
    layOut(work, archive, wanted.suite);
    const file = await download(work, wanted);
    await run('dpkg-deb', ['-x', file, wanted.target], { timeout: UNPACK_TIMEOUT_MS });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

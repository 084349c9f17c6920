import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const FOLDERS = ['apps', 'libs', 'tools', 'examples', 'deploy'];
/** What is not part of the repository, though it may lie in one of its folders. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.callboard', '.nx', '.git']);

export interface Ran {
  code: number | null;
  /** What it printed, on both ways. */
  text: string;
}

/** The repository in a temporary folder, where programs may change it. Only the packages are shared. */
export class RepositoryCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'callboard-generated-'));

  constructor() {
    for (const name of [...FOLDERS, ...rootFiles()])
      cpSync(join(ROOT, name), join(this.folder, name), { recursive: true, filter: isKept });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Runs a JavaScript program of `node_modules` in the copy. */
  run(program: string, ...args: string[]): Ran {
    return this.node(join(this.folder, 'node_modules', program), ...args);
  }

  /** Runs these lines of JavaScript in the copy. */
  script(text: string, ...args: string[]): Ran {
    return this.node('-e', text, ...args);
  }

  private node(...args: string[]): Ran {
    const options = { cwd: this.folder, encoding: 'utf8', env: environment() } as const;
    const ran = spawnSync(process.execPath, args, { ...options, maxBuffer: 64 * 1024 * 1024 });
    return { code: ran.status, text: ran.stdout + ran.stderr };
  }

  nx(...args: string[]): Ran {
    return this.run('nx/dist/bin/nx.js', ...args);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, content: string): void {
    writeFileSync(join(this.folder, file), content);
  }

  /** A digest of each file, by its path; what Nx keeps for itself is left out. */
  files(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const entry of readdirSync(this.folder, { withFileTypes: true }))
      if (isKept(entry.name)) this.digest(entry.name, entry.isDirectory(), found);
    return found;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private digest(path: string, isFolder: boolean, found: Record<string, string>): void {
    if (!isFolder) {
      found[path] = createHash('sha256').update(this.read(path)).digest('hex');
      return;
    }
    for (const entry of readdirSync(join(this.folder, path), { withFileTypes: true }))
      if (isKept(entry.name)) this.digest(join(path, entry.name), entry.isDirectory(), found);
  }
}

const isKept = (path: string): boolean =>
  !LEFT_OUT.has(basename(path)) && path !== join(ROOT, 'deploy/secrets');

function rootFiles(): string[] {
  const entries = readdirSync(ROOT, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name !== '.env').map(({ name }) => name);
}

/** Without what an Nx or a jest around this test says of itself: the programs are to find the copy on their own. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(NX|JEST)_/.test(name));
  return { ...Object.fromEntries(kept), NX_DAEMON: 'false', NX_TUI: 'false', CI: 'true' };
}

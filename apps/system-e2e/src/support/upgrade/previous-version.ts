import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../../..');

/** A commit of this repository, with what it did. */
export interface Commit {
  id: string;
  subject: string;
}

/** The newest commit whose service `jobs` differs from ours: the one before the last change of it. */
export function commitBefore(): Commit | { missing: string } {
  try {
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(ROOT))
      return { missing: 'these sources are not a clone of their own' };
    if (git('rev-parse', '--is-shallow-repository') === 'true')
      return { missing: 'the clone is shallow: fetch --unshallow' };
    const changed = git('log', '-1', '--format=%H', '--', 'apps/jobs/src', ':(exclude)*spec.ts');
    const [id = '', subject = ''] = git('log', '-1', '--format=%H%n%s', `${changed}^`).split('\n');
    return { id, subject };
  } catch (error) {
    return { missing: `git cannot tell: ${String(error).split('\n')[0]}` };
  }
}

/** The sources of a commit, built in a folder of their own as tools/first-run.cjs builds ours. */
export class BuiltCommit {
  private readonly folder = mkdtempSync(join(tmpdir(), 'callboard-previous-'));

  constructor(commit: Commit) {
    const archive = join(this.folder, 'sources.tar');
    git('archive', '--output', archive, commit.id);
    execFileSync('tar', ['-xf', archive, '-C', this.folder]);
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    const swc = join(ROOT, 'node_modules/@swc/cli/bin/swc.js');
    const args = [swc, 'apps', 'libs', 'tools', '-d', 'dist', '--config-file', '.swcrc'];
    execFileSync(process.execPath, args, { cwd: this.folder, stdio: 'pipe' });
  }

  /** A built file, such as `apps/jobs/src/main.js`. */
  file(path: string): string {
    return join(this.folder, 'dist', path);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

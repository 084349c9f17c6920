import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillPackageFolder } from './package-folder';

/** Writes the package of `libs/client` into a folder, and gives its file: what `npm publish` takes, or `npm install`. */
export function packClient(root: string, destination: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-client-'));
  try {
    fillPackageFolder(root, folder);
    const options = ['--json', '--offline', '--ignore-scripts', '--pack-destination', destination];
    const told = execFileSync('npm', ['pack', folder, ...options], { cwd: root, encoding: 'utf8' });
    const [{ filename }] = JSON.parse(told) as [{ filename: string }];
    return join(destination, filename.replace('@callboard/', 'callboard-'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository, found from this file whether it runs from `tools/` or from `dist/tools/`. */
function repository(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'nx.json'))) folder = dirname(folder);
  return folder;
}

/** A built program, such as `built('apps', 'jobs', 'src/main.js')`. */
export function built(...parts: string[]): string {
  return join(repository(), 'dist', ...parts);
}

/** A file of the repository that is no code. */
export function shipped(...parts: string[]): string {
  return join(repository(), ...parts);
}

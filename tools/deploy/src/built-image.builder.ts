import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './compose-file.builder';
import { readDockerfile, readDockerignore, type Stage } from './dockerfile.builder';

/** The entries of package-lock.json, as far as they are looked at here. */
interface Lock {
  packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
}

/**
 * Does in a folder what the Dockerfile does, without Docker: copies what the stage `build` copies, runs what it runs,
 * and puts the result beside the production packages alone. Gives the folder that stands for /callboard.
 */
export function buildImage(folder: string): string {
  const stages = readDockerfile();
  const build = join(folder, 'build');
  mkdirSync(build, { recursive: true });
  const stage = stageNamed(stages, 'build');
  for (const { sources, target } of stage.copies)
    for (const source of sources) copyIntoContext(source, join(build, target === './' ? source : target));
  symlinkSync(join(ROOT, 'node_modules'), join(build, 'node_modules'));
  for (const run of stage.runs) execFileSync('sh', ['-c', run], { cwd: build, stdio: 'pipe' });

  const image = join(folder, 'image');
  mkdirSync(image);
  for (const { from, sources, target } of stageNamed(stages, 'runtime').copies)
    if (from === 'build')
      for (const source of sources)
        cpSync(join(build, relative('/callboard', source)), join(image, target), { recursive: true });
  linkProductionPackages(join(image, 'node_modules'));
  return image;
}

export function stageNamed(stages: readonly Stage[], name: string): Stage {
  const stage = stages.find((each) => each.name === name);
  if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
  return stage;
}

/** What the ignored names are, a test of .dockerignore says. */
function copyIntoContext(source: string, target: string): void {
  const endings = readDockerignore()
    .filter((pattern) => pattern.startsWith('**/*'))
    .map((pattern) => pattern.slice('**/*'.length));
  cpSync(join(ROOT, source), target, {
    recursive: true,
    filter: (path) => !endings.some((ending) => path.endsWith(ending)),
  });
}

/** What `npm ci --omit=dev --omit=optional` would install: what else lies in node_modules is not to be found. */
function linkProductionPackages(folder: string): void {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  for (const [path, { dev, optional, devOptional }] of Object.entries(packages)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name === undefined || dev || optional || devOptional) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(join(ROOT, path), join(folder, name));
  }
}

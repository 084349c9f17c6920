import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FLAGS } from '../../dev-stack/src/node-flags';
import { APPS } from '../../dev-stack/src/process-plans';
import { stageNamed } from './built-image.builder';
import { composeService, readCompose, ROOT } from './compose-file.builder';
import { readDockerfile, readDockerignore } from './dockerfile.builder';

const stages = readDockerfile();
const compose = readCompose();
const fromContext = stages.flatMap(({ copies }) =>
  copies.filter(({ from }) => from === undefined).flatMap(({ sources }) => sources),
);

describe('the Dockerfile', () => {
  it('starts every stage from a Node that package.json allows', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    const oldest = Number(/^>=(\d+)\./.exec(engines.node)?.[1]);
    const names = stages.map(({ name }) => name);
    const images = stages.map(({ base }) => base).filter((base) => !names.includes(base));
    expect(new Set(images).size).toBe(1);
    const version = Number(/^node:(\d+)-[a-z]+-slim$/.exec(images[0] ?? '')?.[1]);
    // Majors only: of the oldest one, an image may be older than package.json allows.
    expect(version).toBeGreaterThan(oldest);
    expect(version % 2).toBe(0);
  });

  it('copies what is there, or what an earlier stage made', () => {
    for (const path of fromContext) expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
    for (const [at, { copies }] of stages.entries())
      for (const { from } of copies)
        if (from !== undefined) expect(stages.slice(0, at).map(({ name }) => name)).toContain(from);
  });

  it('is given nothing but what it copies: neither secrets nor what this machine has built', () => {
    const [first, ...others] = readDockerignore();
    expect(first).toBe('*');
    const allowed = others.filter((pattern) => pattern.startsWith('!'));
    expect(allowed.sort()).toEqual([...new Set(fromContext)].map((path) => `!${path}`).sort());
    expect(others.filter((pattern) => !pattern.startsWith('!'))).toEqual(['**/*spec.ts']);
  });

  it('ends in an image without the tools of development, under an account without rights', () => {
    const { copies, user, runs, environment } = stageNamed(stages, 'runtime');
    expect(copies.map(({ from }) => from)).toEqual(['production-packages', 'build']);
    expect(stageNamed(stages, 'production-packages').runs.join()).toContain('--omit=dev --omit=optional');
    expect([user, runs, environment]).toEqual(['node', [], { NODE_ENV: 'production' }]);
  });

  it('is built once, for every process', () => {
    const { build, image, pull_policy: policy } = composeService(compose, 'migrate');
    expect([build, policy]).toEqual([{ context: '.', target: 'runtime' }, 'build']);
    for (const app of APPS) {
      const service = composeService(compose, app);
      expect([app, service.image, service.pull_policy]).toEqual([app, image, 'never']);
    }
  });

  it('has the program that each process runs, as its own process and without a shell', () => {
    const programs = {
      migrate: 'tools/migrate',
      ...Object.fromEntries(APPS.map((app) => [app, `apps/${app}`])),
    };
    expect(stageNamed(stages, 'runtime').entrypoint).toEqual(['node', ...NODE_FLAGS]);
    for (const [name, path] of Object.entries(programs)) {
      const { command, entrypoint } = composeService(compose, name);
      expect([command, entrypoint]).toEqual([[`dist/${path}/src/main.js`], undefined]);
      expect(existsSync(join(ROOT, path, 'src/main.ts'))).toBe(true);
    }
  });
});

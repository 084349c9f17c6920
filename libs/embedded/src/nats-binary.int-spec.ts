import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError } from './embedded-error';
import { resolveNatsServer, type ResolveNatsOptions } from './nats-binary';
import { temporaryFolder } from './temporary-folder';

jest.setTimeout(360_000);

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers --version and nothing more. */
function pretend(place: string, answer: string): string {
  mkdirSync(join(folder, place), { recursive: true });
  const path = join(folder, place, 'nats-server');
  writeFileSync(path, `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
  return path;
}

/** Nothing installed, nothing cached, no archive. */
const bare: ResolveNatsOptions = {
  env: {},
  cacheDir: join(folder, 'cache'),
  folders: [],
  aptDir: join(folder, 'no-apt'),
};

async function refusal(options: ResolveNatsOptions): Promise<EmbeddedError> {
  const outcome: unknown = await resolveNatsServer(options).catch((error: unknown) => error);
  if (outcome instanceof EmbeddedError) return outcome;
  throw new Error(`it answered ${JSON.stringify(outcome)}`);
}

describe('resolveNatsServer', () => {
  it('takes NATS_SERVER_BIN before anything else', async () => {
    const path = pretend('named', 'nats-server: v2.15.1');
    const other = pretend('path', 'nats-server: v2.11.0');
    const env = { NATS_SERVER_BIN: path, PATH: join(other, '..') };
    expect(await resolveNatsServer({ ...bare, env })).toEqual({ path, version: '2.15.1' });
  });

  it('refuses a NATS_SERVER_BIN that does not run, is something else, or is too old', async () => {
    const missing = await refusal({ ...bare, env: { NATS_SERVER_BIN: join(folder, 'nowhere') } });
    expect(missing.code).toBe('nats-server-missing');
    expect(missing.message).toMatch(/NATS_SERVER_BIN=.*nowhere cannot be run/);
    const stranger = await refusal({ ...bare, env: { NATS_SERVER_BIN: pretend('stranger', 'hello') } });
    expect(stranger.code).toBe('nats-server-missing');
    const old = await refusal({ ...bare, env: { NATS_SERVER_BIN: pretend('old', 'nats-server: v2.9.10') } });
    expect(old.code).toBe('nats-server-too-old');
    expect(old.message).toContain('2.9.10');
  });

  it('looks along PATH, then in the usual folders, and passes over what is too old', async () => {
    const old = pretend('old', 'nats-server: v2.9.10');
    const fresh = pretend('fresh', 'nats-server: v2.10.0');
    const along = {
      ...bare,
      env: { PATH: `${join(old, '..')}:${join(folder, 'nowhere')}:${join(fresh, '..')}` },
    };
    expect((await resolveNatsServer(along)).path).toBe(fresh);
    expect((await resolveNatsServer({ ...bare, folders: [join(old, '..'), join(fresh, '..')] })).path).toBe(
      fresh,
    );
    expect((await refusal({ ...bare, folders: [join(old, '..')] })).code).toBe('nats-server-too-old');
  });

  it('takes the cache before PATH', async () => {
    const cached = pretend('cache/nats-server-2.12.0-x/usr/sbin', 'nats-server: v2.12.0');
    const env = { PATH: join(pretend('fresh', 'nats-server: v2.10.0'), '..') };
    expect((await resolveNatsServer({ ...bare, env })).path).toBe(cached);
    rmSync(join(folder, 'cache'), { recursive: true });
  });

  it('names every way out when there is none to be had, and why none was fetched', async () => {
    const error = await refusal(bare);
    expect(error.code).toBe('nats-server-missing');
    for (const way of ['docker compose up nats', 'NATS_SERVER_BIN', 'https://nats.io/download']) {
      expect(error.message).toContain(way);
    }
    expect(error.message).not.toContain('\n');
    expect(error.details.join()).toContain('no Debian archive among the apt sources');
  });

  // Needs apt, a Debian archive among its sources and a way to it; says so where one of them is missing.
  it('fetches the Debian package once, also when two ask at the same time', async () => {
    const cacheDir = join(folder, 'fetched');
    const options = { env: process.env, cacheDir, folders: [] };
    const env = { ...options.env, NATS_SERVER_BIN: undefined, PATH: '/usr/bin:/bin' };
    const both = [1, 2].map(() => resolveNatsServer({ ...options, env }));
    const outcome = await Promise.all(both).catch((error: unknown) => error);
    if (
      outcome instanceof EmbeddedError &&
      /no Debian archive|Could not|Failed to fetch|ENOENT/.test(outcome.details.join())
    ) {
      process.stderr.write(`not tested, since nothing can be fetched here: ${outcome.details.at(-1)}\n`);
      return;
    }
    expect(outcome).toEqual(
      [1, 2].map(() => expect.objectContaining({ path: expect.stringContaining(cacheDir) })),
    );
    expect(readdirSync(cacheDir)).toHaveLength(1);
    const again = await resolveNatsServer({ ...options, env, aptDir: join(folder, 'no-apt') });
    expect(existsSync(again.path)).toBe(true);
  });
});

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedNats,
  type EmbeddedPostgres,
  freePort,
  startNats,
  startPostgres,
} from '@callboard/embedded';
import { eventually } from '@callboard/testing';
import { Client } from 'pg';
import { brokerHere } from './broker-here.builder';
import { buildImage, stageNamed } from './built-image.builder';
import { composeService, readCompose, ROOT } from './compose-file.builder';
import { ComposedProcess, type Surroundings } from './composed-process.builder';
import { readDockerfile } from './dockerfile.builder';

jest.setTimeout(120_000);

const compose = readCompose();
const SERVERS = ['postgres', 'nats'];
const processes = Object.keys(compose.services).filter((name) => ![...SERVERS, 'migrate'].includes(name));

/**
 * The processes of docker-compose.yml, as the Dockerfile builds them and with the environment and the secrets that
 * Compose would give them, beside a PostgreSQL and a broker of their own: roles belong to a whole server.
 */
describe('the system of docker-compose.yml', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let nats: EmbeddedNats;
  let around: Surroundings;
  let gatewayUrl: string;
  const started = new Map<string, ComposedProcess>();

  const running = (name: string): ComposedProcess => {
    const process = started.get(name);
    if (!process) throw new Error(`${name} was not started`);
    return process;
  };
  const start = async (name: string): Promise<ComposedProcess> => {
    const process = new ComposedProcess(name, composeService(compose, name), around, await freePort());
    started.set(name, process);
    return process;
  };
  /** Fails at once, with what it said, when the process ends instead. */
  const healthy = (name: string): Promise<unknown> => {
    const process = running(name);
    const ended = process.exited.then(() => {
      throw new Error(`${name} ended:\n${process.output}`);
    });
    const options = { timeoutMs: 60_000, everyMs: 200 };
    return Promise.race([eventually(`${name} is healthy`, () => process.isHealthy(), options), ended]);
  };
  const secret = (name: string): string => readFileSync(join(folder, 'made', name), 'utf8').trim();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'callboard-compose-'));
    chmodSync(folder, 0o755);
    execFileSync(join(ROOT, 'deploy/make-secrets.sh'), [join(folder, 'made')], { stdio: 'pipe' });
    postgres = await startPostgres({
      dataDir: join(folder, 'postgres'),
      password: secret('postgres-password'),
      settings: { fsync: 'off', max_connections: '200' },
    });
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('create database callboard');
    await client.end();
    mkdirSync(join(folder, 'nats'));
    nats = await startNats(await brokerHere(join(folder, 'nats'), join(folder, 'made/nats-passwords.conf')));
    const gatewayPort = await freePort();
    gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
    const { environment, entrypoint } = stageNamed(readDockerfile(), 'runtime');
    around = {
      image: buildImage(folder),
      imageEnvironment: environment,
      entrypoint,
      secrets: join(folder, 'made'),
      folder: join(folder, 'given'),
      places: {
        'postgres:5432': `127.0.0.1:${postgres.port}`,
        'nats:4222': `127.0.0.1:${nats.port}`,
        'api-gateway:8000': `127.0.0.1:${gatewayPort}`,
      },
    };
  });

  afterAll(async () => {
    for (const { child } of started.values()) child.kill('SIGKILL');
    await Promise.all([...started.values()].map(({ exited }) => exited));
    await nats?.stop();
    await postgres?.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  it('migrates once, and a second time without doing anything', async () => {
    const first = await start('migrate');
    expect([await first.exited, first.output]).toEqual([0, expect.stringContaining('jobs: ran ')]);
    const again = await start('migrate');
    expect([await again.exited, again.output]).toEqual([0, expect.stringContaining('jobs: up to date')]);
  });

  it('starts every process, and each health check finds its process ready', async () => {
    for (const name of processes) await start(name);
    for (const name of processes) await healthy(name);
  });

  it('gives the admin a first token, as deploy/README.md shows', async () => {
    const reply = await fetch(`${gatewayUrl}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        username: 'admin',
        password: secret('admin-password'),
      }),
    });
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({ access_token: expect.any(String) });
  });

  it('runs two processes of a service side by side', async () => {
    const first = running('jobs');
    await start('jobs');
    await healthy('jobs');
    expect(await first.isHealthy()).toBe(true);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
  });

  it('has the program beside the service `sites` that replaces the key of tokens', async () => {
    const command = ['dist/tools/rotate-keys/src/main.js', '--publish-seconds', '0'];
    const sites = { ...composeService(compose, 'sites'), command };
    const program = new ComposedProcess('rotate-keys', sites, around, await freePort());
    expect([await program.exited, program.output]).toEqual([0, expect.any(String)]);
  });

  it('ends each process in order, and no variable was given that nobody reads', async () => {
    for (const { child } of started.values()) child.kill('SIGTERM');
    for (const [name, { exited }] of started) expect([name, await exited]).toEqual([name, 0]);
    for (const [name, process] of started) {
      const given = Object.keys(composeService(compose, name).environment ?? {});
      const read = process.namesRead();
      expect([name, given.filter((each) => !read.has(each))]).toEqual([name, []]);
    }
  });
});

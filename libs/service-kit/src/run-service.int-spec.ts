import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listTokenKeys, type RequestContract } from '@callboard/contracts';
import { DomainError, silentLog } from '@callboard/kernel';
import { connectToNats, newTraceparent, RequestClient, runInTrace, traceIdOf } from '@callboard/messaging';
import { eventually, testBroker, type TestBroker } from '@callboard/testing';
import { exportJWK, generateKeyPair } from 'jose';
import type { NatsConnection, Subscription } from 'nats';
import { forgetThings, holdThings } from './held-service.builder';

const ROOT = join(__dirname, '../../..');

jest.setTimeout(30_000);

/** A real process of the service in held-service.builder.ts, and everything that it says. */
class ServiceProcess {
  readonly lines: Record<string, unknown>[] = [];
  readonly messages: { kind: string; name: string; healthUrl: string }[] = [];
  stderr = '';
  readonly exit: Promise<number | null>;

  constructor(build: string, env: NodeJS.ProcessEnv) {
    this.child = spawn(process.execPath, [join(build, 'libs/service-kit/src/held-service.builder.js')], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { PATH: process.env.PATH, ...env },
    });
    let rest = '';
    this.child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      this.lines.push(...lines.map((line) => JSON.parse(line) as Record<string, unknown>));
    });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.child.on('message', (message) => this.messages.push(message as never));
    this.exit = new Promise((resolve) => this.child.on('exit', resolve));
  }

  readonly child: ChildProcess;

  async ready(): Promise<string> {
    const message = await eventually('the ready message', () => this.messages[0], { timeoutMs: 20_000 });
    expect(message).toMatchObject({ kind: 'ready', name: 'jobs' });
    return message.healthUrl;
  }

  says(text: string): Promise<Record<string, unknown>> {
    return eventually(`the line "${text}"`, () => this.lines.find(({ msg }) => String(msg).includes(text)));
  }
}

describe('a process of a service', () => {
  let build: string;
  let broker: TestBroker;
  let connection: NatsConnection;
  let env: NodeJS.ProcessEnv;
  const started: ServiceProcess[] = [];
  let sites: Subscription;

  /** Stands in for the service `sites`: gives a key, and no revocations. */
  const startSites = async (): Promise<void> => {
    const jwk = await exportJWK((await generateKeyPair('EdDSA')).publicKey);
    const output = { keys: [{ ...jwk, kid: 'k1', alg: 'EdDSA' }] };
    sites = connection.subscribe(listTokenKeys.subject, {
      callback: (_, message) => void message.respond(JSON.stringify({ ok: true, output })),
    });
    await connection.flush();
  };

  const start = (more: NodeJS.ProcessEnv = {}): ServiceProcess => {
    const service = new ServiceProcess(build, { ...env, ...more });
    started.push(service);
    return service;
  };
  const ask = (
    contract: RequestContract<Record<string, never>, unknown>,
    timeoutMs = 5000,
  ): Promise<unknown> => new RequestClient(connection).request(contract, {}, { timeoutMs });

  beforeAll(async () => {
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    build = mkdtempSync(join(ROOT, 'dist/service-kit-spec-'));
    const libs = ['kernel', 'contracts', 'messaging', 'service-kit'].map((lib) => `libs/${lib}/src`);
    const swc = join(ROOT, 'node_modules/@swc/cli/bin/swc.js');
    execFileSync(process.execPath, [swc, ...libs, '-d', build, '--config-file', '.swcrc', '--quiet'], {
      cwd: ROOT,
    });
    broker = await testBroker();
    connection = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
    const { url, user, password } = broker.service;
    const DATABASE_URL = 'postgres://nobody@127.0.0.1:1/none';
    await startSites();
    env = { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password, DATABASE_URL };
  });

  afterEach(async () => {
    for (const { child } of started) child.kill('SIGKILL');
    await Promise.all(started.splice(0).map(({ exit }) => exit));
  });

  afterAll(async () => {
    await connection.close();
    await broker.stop();
    rmSync(build, { recursive: true, force: true });
  });

  it('says that it is ready, serves health and metrics, and logs requests under their trace', async () => {
    const service = start();
    const url = await service.ready();
    await eventually('ready', async () => (await fetch(`${url}/health/ready`)).status === 200);
    const traceparent = newTraceparent();
    const held = runInTrace(traceparent, () => ask(holdThings));
    expect(await service.says('holding')).toMatchObject({
      service: 'jobs',
      trace_id: traceIdOf(traceparent),
    });
    service.child.kill('SIGUSR2');
    await held;
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/request_duration_seconds_count\{verb="hold-things",door="rpc",outcome="ok"\} 1/);
  });

  it('is ready only once keys and revocations are known, and stays so without sites (design 7)', async () => {
    sites.unsubscribe();
    await connection.flush();
    const service = start();
    const url = await service.ready();
    const readiness = async () => (await fetch(`${url}/health/ready`)).json();
    expect(await readiness()).toEqual({
      status: 'not-ready',
      checks: { nats: 'ok', tokens: expect.stringContaining('try again') },
    });
    await startSites();
    await eventually('ready', async () => (await fetch(`${url}/health/ready`)).ok);
    sites.unsubscribe();
    await connection.flush();
    expect(await readiness()).toEqual({ status: 'ready', checks: { nats: 'ok', tokens: 'ok' } });
    await startSites();
  });

  it('finishes what is in flight on SIGTERM and leaves with 0', async () => {
    const service = start();
    await service.ready();
    const held = ask(holdThings);
    await service.says('holding');
    service.child.kill('SIGTERM');
    await service.says('stopping');
    await eventually('nothing more taken', () => refusedAtOnce());
    expect(service.child.exitCode).toBeNull();
    service.child.kill('SIGUSR2');
    expect(await held).toEqual({});
    expect(await service.exit).toBe(0);

    async function refusedAtOnce(): Promise<boolean> {
      const refused = await ask(holdThings, 200).catch((error: unknown) => error);
      return refused instanceof DomainError && refused.message.includes('not running');
    }
  });

  it('leaves with 1 when the same signal comes again', async () => {
    const service = start();
    await service.ready();
    const held = ask(holdThings, 1000);
    await service.says('holding');
    service.child.kill('SIGTERM');
    await service.says('stopping');
    service.child.kill('SIGINT');
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(1);
    await expect(held).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('leaves when its parent is gone', async () => {
    const service = start();
    await service.ready();
    service.child.stdout?.destroy();
    service.child.disconnect();
    expect(await service.exit).toBe(0);
  });

  it('names every fault of its settings and leaves with 78', async () => {
    const service = start({ NATS_URL: '', DATABASE_URL: '', HEALTH_PORT: '99999' });
    expect(await service.exit).toBe(78);
    expect(service.stderr.trim().split('\n')).toEqual([
      'jobs: NATS_URL is missing: set NATS_URL or NATS_URL_FILE',
      expect.stringMatching(/^jobs: HEALTH_PORT /),
      'jobs: DATABASE_URL is missing: set DATABASE_URL or DATABASE_URL_FILE',
    ]);
  });

  it('logs an error that nobody caught and leaves with 1', async () => {
    const service = start();
    await service.ready();
    void ask(forgetThings, 500).catch(() => undefined);
    expect(await service.exit).toBe(1);
    expect(await service.says('nobody')).toMatchObject({ level: 'error', err: { message: 'forgotten' } });
  });

  it('waits for a broker that is not there yet, is not ready without one, and stops all the same', async () => {
    await broker.kill();
    const service = start();
    await service.says('waiting for NATS');
    await broker.restart();
    const url = await service.ready();
    await broker.kill();
    await eventually('not ready', async () => (await fetch(`${url}/health/ready`)).status === 503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
    await broker.restart();
  });
});

import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@callboard/testing';
import { Client, fastaObject } from './support/client';
import { Program } from './support/program';
import { npmStart, npmStop } from './support/started-stack';
import { startTestStack, type TestStack } from './support/test-stack';

const START = 'tools/first-run.cjs';
const folder = mkdtempSync(join(tmpdir(), 'callboard-start-'));
chmodSync(folder, 0o755);
const data = join(folder, 'data');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm start', () => {
  it('keeps what it was told over a stop and a start', async () => {
    const first = await npmStart(data);
    const { dev } = first;
    expect(Object.keys(dev).sort()).toEqual([
      'adminPassword',
      'adminUsername',
      'databaseUrl',
      'gatewayUrl',
      'natsUrl',
    ]);
    expect(statSync(join(data, 'dev.json')).mode & 0o777).toBe(0o600);
    expect((await fetch(`${first.url}/docs`)).status).toBe(200);
    const admin = {
      grant_type: 'password',
      username: dev.adminUsername,
      password: dev.adminPassword,
    };
    await (await new Client(first.url).logIn(admin)).call('POST', '/sites', { id: 'kept-site' });
    expect(await npmStop(first)).toBe(130);
    const second = await npmStart(data);
    expect((await new Client(second.url).call('GET', '/sites/kept-site')).status).toBe(200);
    expect(await npmStop(second)).toBe(130);
  }, 180_000);

  it.each([
    [
      'a port that is taken',
      () => ['--port', String(port)],
      /port \d+ is taken: stop what listens there, or pass --port/,
    ],
    [
      'a scale that names no service',
      () => ['--scale', 'job=2'],
      /--scale takes pairs such as jobs=2.*not "job=2"/,
    ],
    ['a port that is none', () => ['--port', 'x'], /--port takes a number from 1 to 65535, not "x"/],
  ])(
    'says in one line what to do about %s',
    async (_what, args, line) => {
      const program = Program.run(START, ['start', '--data', data, ...args()]);
      expect(await program.exited).toBe(1);
      expect(program.output).toMatch(line);
      expect(program.output).not.toMatch(/\n\s+at /);
    },
    60_000,
  );

  it('says in one line what to do about a damaged data folder', async () => {
    writeFileSync(join(data, 'secrets.json'), '{');
    const program = Program.run(START, ['start', '--data', data]);
    expect(await program.exited).toBe(1);
    expect(program.output).toMatch(/secrets\.json is damaged: restore it, or remove/);
  }, 60_000);

  it('says in one line that Node is too old', async () => {
    const older =
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });";
    const program = Program.run('-e', [`${older} require('./tools/first-run.cjs')`]);
    expect(await program.exited).toBe(1);
    expect(program.output).toMatch(/^callboard: Node 18\.20\.4 is too old; install Node 20\.19 or newer/m);
  }, 60_000);

  it('says in one line what to do when no nats-server is to be had', async () => {
    const env = { NATS_SERVER_BIN: join(folder, 'no-such-program') };
    const program = Program.run(START, ['start', '--data', join(folder, 'other')], env);
    expect(await program.exited).toBe(1);
    expect(program.output).toMatch(/^callboard: .*NATS_SERVER_BIN/m);
  }, 60_000);

  const server = createServer();
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());
});

describe('a stack with several processes of a service', () => {
  let test: TestStack;
  beforeAll(async () => {
    test = await startTestStack({ scale: { jobs: 2, 'api-gateway': 2, 'site-worker': 2 } });
  }, 120_000);
  afterAll(() => test?.stop(), 60_000);

  it('shares the work, serves health and metrics on each, and brings back one that dies', async () => {
    const names = test.stack.processes.map((each) => each.plan.name);
    expect(names).toEqual(expect.arrayContaining(['jobs-2', 'api-gateway-2', 'site-worker-2']));
    for (const each of test.stack.processes) {
      expect((await fetch(`${each.healthUrl}/health/ready`)).status).toBe(200);
      expect(await (await fetch(`${each.healthUrl}/metrics`)).text()).toContain('process_cpu_seconds_total');
    }
    const victim = test.stack.process('jobs-2');
    const before = victim.pid ?? 0;
    process.kill(before, 'SIGKILL');
    await eventually('it is back', () => test.reports.some((line) => line.startsWith('jobs-2 is back')));
    expect(test.reports.some((line) => line.startsWith('jobs-2 died (SIGKILL)'))).toBe(true);
    expect(victim.pid).not.toBe(before);
    const site = await Client.asRuntimeSite(test.stack);
    const object = await site.call<{ id: string }>('POST', '/objects', fastaObject(test.files));
    await site.call('PUT', `/objects/${object.body.id}/types`, ['sequence-reads']);
    await eventually('its job succeeds', async () =>
      (await site.jobs()).some((job) => job.state === 'succeeded'),
    );
  }, 120_000);

  it.each(['PostgreSQL', 'NATS'] as const)(
    'brings %s back when it dies, and works on',
    async (name) => {
      const { postgres, nats } = test.stack.servers.pids;
      process.kill((name === 'NATS' ? nats : postgres) ?? 0, 'SIGKILL');
      await eventually('it is back', () => test.reports.includes(`${name} is back`), { timeoutMs: 30_000 });
      const site = await eventually('a token is given', () => Client.asRuntimeSite(test.stack));
      const object = await site.persist<{ id: string }>('POST', '/objects', fastaObject(test.files), [201]);
      await site.persist('PUT', `/objects/${object.body.id}/types`, ['sequence-reads'], [200]);
      await eventually(
        'its job succeeds',
        async () =>
          (await site.jobs()).some(
            (job) => job.config.object_id === object.body.id && job.state === 'succeeded',
          ),
        { timeoutMs: 30_000 },
      );
    },
    120_000,
  );

  it('answers 503 with Retry-After while a service is down', async () => {
    const site = await Client.asRuntimeSite(test.stack);
    const plan = test.stack.process('triggers');
    await plan.stop();
    const answer = await site.call('GET', '/triggers');
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }, 60_000);
});

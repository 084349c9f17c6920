import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { Row } from '../../../tools/conformance/src/check';
import { CHECKLIST } from '../../../tools/conformance/src/checklist';
import { Client } from './support/client';
import { Program } from './support/program';
import { npmStart, npmStop, type StartedStack } from './support/started-stack';

const folder = mkdtempSync(join(tmpdir(), 'callboard-example-'));
chmodSync(folder, 0o755);
const data = join(folder, 'data');
let started: StartedStack;

beforeAll(async () => {
  started = await npmStart(data);
}, 120_000);

afterAll(async () => {
  if (started) await npmStop(started);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Logged in as a site that was added. */
function siteOf(file: string): Promise<Client> {
  const { clientId, clientSecret } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return new Client(started.url).logIn({
    grant_type: 'client_credentials',
    client_id: clientId ?? '',
    client_secret: clientSecret ?? '',
  });
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stderr.write('skipped: the worker in Python, as there is no python3\n');
const withPython = hasPython ? it : it.skip;

describe('the site of ten lines', () => {
  it('is added to a running stack, claims a posted job, settles it, and drains', async () => {
    const added = Program.run('tools/first-run.cjs', ['add-site', 'my-lab', '--data', data]);
    expect({ code: await added.exited, output: added.output }).toMatchObject({ code: 0 });
    const file = join(data, 'sites', 'my-lab.json');
    expect(added.output).toContain(file);

    const site = await siteOf(file);
    const posted = await site.call<Job>('POST', '/jobs', {
      workflow: { id: 'hello-1.0.0' },
      config: { name: 'Ada' },
    });
    expect(posted.status).toBe(201);
    const worker = Program.run('dist/examples/hello-site.js', [], { CALLBOARD_SITE_FILE: file });
    const job = await eventually('the job succeeds', async () => {
      const { body } = await site.call<Job>('GET', `/jobs/${posted.body.id}`);
      if (body.state !== 'succeeded') throw new Error(`${body.state}; the worker printed: ${worker.output}`);
      return body;
    });
    expect(job.claims?.[0]?.site_id).toBe('my-lab');
    const operation = await site.operation(job.claims?.[0]?.op_id ?? '');
    expect(operation.result).toEqual({ greeting: 'Hello, Ada!' });

    worker.child.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
  }, 120_000);

  withPython(
    'works in twenty lines of Python as well, over HTTP',
    async () => {
      const added = Program.run('tools/first-run.cjs', ['add-site', 'python-lab', '--data', data]);
      expect(await added.exited).toBe(0);
      const file = join(data, 'sites', 'python-lab.json');
      const site = await siteOf(file);
      const posted = await site.call<Job>('POST', '/jobs', {
        workflow: { id: 'hello-1.0.0' },
        config: { name: 'Grace' },
      });
      const worker = spawn('python3', ['examples/worker.py'], {
        env: { ...process.env, CALLBOARD_SITE_FILE: file, CALLBOARD_POLL_SECONDS: '0.2' },
        stdio: 'inherit',
      });
      try {
        const job = await eventually('the job succeeds', async () => {
          const { body } = await site.call<Job>('GET', `/jobs/${posted.body.id}`);
          return body.state === 'succeeded' && body;
        });
        const operation = await site.operation(job.claims?.[0]?.op_id ?? '');
        expect(operation.result).toEqual({ greeting: 'Hello, Grace!' });
      } finally {
        worker.kill();
      }
    },
    60_000,
  );
});

describe('unchanged clients (contract 8 and 10), played by npm run conformance', () => {
  let played: Program;
  let rows: Row[];

  beforeAll(async () => {
    const added = Program.run('tools/first-run.cjs', ['add-site', 'worker-lab', '--data', data]);
    expect(await added.exited).toBe(0);
    const { adminUsername, adminPassword } = started.dev;
    const json = join(folder, 'conformance.json');
    const args = ['conformance', '--site', join(data, 'sites', 'worker-lab.json'), '--json', json];
    const admin = { CALLBOARD_ADMIN_USERNAME: adminUsername, CALLBOARD_ADMIN_PASSWORD: adminPassword };
    played = Program.run('tools/first-run.cjs', args, admin);
    await played.exited;
    ({ rows } = JSON.parse(readFileSync(json, 'utf8')) as { rows: Row[] });
  }, 120_000);

  it.each(Object.entries(CHECKLIST))('line %s of the checklist (contract 10) holds: %s', (line) => {
    expect(rows.find(({ section }) => section === `10.${line}`)?.outcome).toEqual({ kind: 'ok' });
  });

  it('find nothing that differs from the contract', async () => {
    const differing = played.output.split('\n').filter((line) => /^(DIFFERS| {13})/.test(line));
    expect({ code: await played.exited, differing }).toEqual({ code: 0, differing: [] });
    expect(played.output).toMatch(/\d+ checks: \d\d+ ok, 0 differ, \d not tried/);
  });
});

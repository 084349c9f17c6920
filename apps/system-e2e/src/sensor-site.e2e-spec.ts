import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client } from './support/client';
import { Program } from './support/program';
import { npmStart, npmStop, type StartedStack } from './support/started-stack';

const ROOT = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'callboard-sensor-'));
chmodSync(folder, 0o755);
const data = join(folder, 'data');
const siteFile = join(data, 'sites', 'my-lab.json');
const workers: Program[] = [];
let started: StartedStack;

beforeAll(async () => {
  started = await npmStart(data);
}, 120_000);

afterAll(async () => {
  for (const worker of workers) worker.child.kill('SIGKILL');
  if (started) await npmStop(started);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function addedSite(): Promise<Client> {
  const added = Program.run('tools/first-run.cjs', ['add-site', 'my-lab', '--data', data]);
  expect({ code: await added.exited, output: added.output }).toMatchObject({ code: 0 });
  const { clientId, clientSecret } = JSON.parse(readFileSync(siteFile, 'utf8')) as Record<string, string>;
  return new Client(started.url).logIn({
    grant_type: 'client_credentials',
    client_id: clientId ?? '',
    client_secret: clientSecret ?? '',
  });
}

describe('the site with a sensor and a schedule', () => {
  it('is the one of the how-to', () => {
    const code = readFileSync(join(ROOT, 'examples/sensor-site.ts'), 'utf8');
    const page = readFileSync(join(ROOT, 'docs/how-to/write-a-sensor.md'), 'utf8');
    expect(page).toContain(`\`\`\`ts\n${code}\`\`\``);
  });

  it('makes one run of each file and each night, though two processes of it work, long before they look by themselves', async () => {
    const site = await addedSite();
    for (let at = 0; at < 2; at += 1)
      workers.push(Program.run('dist/examples/sensor-site.js', [], { CALLBOARD_SITE_FILE: siteFile }));
    const jobs = async (): Promise<Job[]> => {
      const filter = encodeURIComponent(JSON.stringify({ 'workflow.id': 'hello-1.0.0' }));
      return (await site.call<{ resources: Job[] }>('GET', `/jobs?filter=${filter}`)).body.resources;
    };
    const greeted = (name: string) => async () => {
      const found = (await jobs()).filter(({ config }) => config.name === name);
      if (found[0]?.state !== 'succeeded') throw new Error(workers.map(({ output }) => output).join('\n'));
      return found;
    };
    await eventually(
      'the night is greeted',
      async () => (await jobs()).some((job) => job.state === 'succeeded'),
      {
        timeoutMs: 30_000,
      },
    );
    expect(await jobs()).toHaveLength(1);
    for (let at = 0; at < 10; at += 1) {
      const name = `file-${at}.txt`;
      const [before, object] = [Date.now(), { name, size: 1, created_time: new Date().toISOString() }];
      const body = {
        ...object,
        checksums: [{ type: 'sha256', checksum: String(at).padStart(64, 'a') }],
        access_methods: [{ type: 'https', access_url: { url: `https://example.org/${name}` } }],
      };
      expect((await site.call('POST', '/objects', body)).status).toBe(201);
      const [job] = await eventually(`${name} is greeted`, greeted(name), { timeoutMs: 20_000 });
      expect(Date.parse(job?.created_at ?? '') - before).toBeLessThan(10_000);
    }
    expect(await jobs()).toHaveLength(11);
    for (const worker of workers) worker.child.kill('SIGTERM');
    expect(await Promise.all(workers.map((worker) => worker.exited))).toEqual([0, 0]);
  }, 120_000);
});

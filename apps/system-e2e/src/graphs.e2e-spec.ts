import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, RunOp, RunSummary } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client } from './support/client';
import { Program } from './support/program';
import { npmStart, npmStop, type StartedStack } from './support/started-stack';

const ROOT = join(__dirname, '../../..');
const HOW_TO = readFileSync(join(ROOT, 'docs/how-to/write-a-site.md'), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'callboard-graphs-'));
chmodSync(folder, 0o755);
const data = join(folder, 'data');
let started: StartedStack;
let site: Client;
let siteFile: string;

beforeAll(async () => {
  started = await npmStart(data);
  const added = Program.run('tools/first-run.cjs', ['add-site', 'my-lab', '--data', data]);
  expect({ code: await added.exited, output: added.output }).toMatchObject({ code: 0 });
  siteFile = join(data, 'sites', 'my-lab.json');
  const { clientId, clientSecret } = JSON.parse(readFileSync(siteFile, 'utf8')) as Record<string, string>;
  site = await new Client(started.url).logIn({
    grant_type: 'client_credentials',
    client_id: clientId ?? '',
    client_secret: clientSecret ?? '',
  });
}, 120_000);

afterAll(async () => {
  if (started) await npmStop(started);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** A site whose first op leaves a rejected promise behind, and whose second waits until a file is there. */
const siteOf = (gate: string, tries: string): string => `
const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
const { defineGraph, defineOp, drainOnSignal, runSite } = require(${JSON.stringify(join(ROOT, 'dist/libs/site-kit/src'))});
const make = defineOp({ name: 'make', run: () => {
  void Promise.reject(new Error('left alone'));
  appendFileSync(${JSON.stringify(tries)}, 'x');
  return { made: process.pid };
} });
const wait = defineOp({ name: 'wait', run: async ({ signal }, input) => {
  writeFileSync(${JSON.stringify(`${gate}-waits`)}, '');
  while (!existsSync(${JSON.stringify(gate)})) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { ...input, waited: process.pid };
} });
const graph = defineGraph({ id: 'two-steps-1.0.0', leaseMs: 3000, wire: (step) => step(wait, step(make)) });
void runSite({ workflows: [graph] }).then(drainOnSignal);
`;

describe('a graph at a site', () => {
  it('runs as the how-to says', () => {
    const script = /<!-- walkthrough -->\n+```sh\n([\s\S]*?)```/.exec(HOW_TO)?.[1];
    expect(script).toBeDefined();
    const ran = spawnSync('bash', ['-c', script ?? 'false'], {
      cwd: ROOT,
      env: { ...process.env, CALLBOARD_DATA: data },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
    const [longest, ops] = ran.stdout.trim().split('\n');
    expect(longest).toBe('rose');
    const { resources } = JSON.parse(ops ?? '{}') as { resources: RunOp[] };
    expect(resources.map(({ op, state }) => `${op} ${state}`).sort()).toEqual([
      'count succeeded',
      'longest succeeded',
      'report succeeded',
      'split succeeded',
    ]);
    expect(resources.find(({ op }) => op === 'longest')?.logs).toMatchObject([
      { level: 'info', text: 'looking for the longest {"words":5}' },
    ]);
    expect(resources.find(({ op }) => op === 'report')?.outputs).toHaveLength(1);
  }, 90_000);

  it('is resumed by another process when the first is killed between two ops', async () => {
    const [gate, tries] = [join(folder, 'gate'), join(folder, 'tries')];
    const file = join(folder, 'two-steps.js');
    writeFileSync(file, siteOf(gate, tries));
    const start = () => Program.run(relativeToRoot(file), [], { CALLBOARD_SITE_FILE: siteFile });
    const { body: job } = await site.call<Job>('POST', '/jobs', {
      workflow: { id: 'two-steps-1.0.0' },
      config: {},
    });
    const first = start();
    const claimed = (): Promise<Job> => site.call<Job>('GET', `/jobs/${job.id}`).then(({ body }) => body);
    // The second op begins once the output of the first is kept, though that one left a rejected promise alone.
    await eventually('the second op waits', () => {
      if (!existsSync(`${gate}-waits`)) throw new Error(`the worker printed: ${first.output}`);
      return true;
    });
    expect(first.output).toContain('left alone');
    first.child.kill('SIGKILL');
    await first.exited;
    writeFileSync(gate, '');
    const second = start();
    await eventually(
      'the job succeeds',
      async () => {
        const { state } = await claimed();
        if (state !== 'succeeded') throw new Error(`${state}; the worker printed: ${second.output}`);
        return true;
      },
      { timeoutMs: 60_000 },
    );
    expect(readFileSync(tries, 'utf8')).toBe('x');
    const operation = await site.operation((await claimed()).claims?.at(-1)?.op_id ?? '');
    expect(operation.result).toEqual({ made: first.child.pid, waited: second.child.pid });
    const runId = String(operation.metadata?.run_id);
    const { body: run } = await site.call<RunSummary>('GET', `/runs/${runId}`);
    expect(run).toMatchObject({ status: 'COMPLETE', job_id: job.id });
    second.child.kill('SIGTERM');
    expect(await second.exited).toBe(0);
  }, 120_000);
});

const relativeToRoot = (file: string): string => join('../'.repeat(20), file);

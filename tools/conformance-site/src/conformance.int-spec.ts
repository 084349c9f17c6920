import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenWorker, hasPython, WORKER } from './broken-worker.builder';
import { examine } from './conformance';
import { readOptions } from './options';
import { SCENARIOS } from './scenarios';
import type { Row } from './verdict';

const folder = mkdtempSync(join(tmpdir(), 'callboard-broken-workers-'));
const settings = { CALLBOARD_POLL_SECONDS: '0.1', CALLBOARD_LEASE_SECONDS: '60' };
const withPython = hasPython ? describe : describe.skip;
if (!hasPython) console.warn('no python3 of 3.9 or later: examples/steady_worker.py is not examined');

Object.assign(process.env, settings);
afterAll(async () => {
  await Promise.allSettled(examined.values());
  for (const name of Object.keys(settings)) delete process.env[name];
  rmSync(folder, { recursive: true, force: true });
});

const run = async (worker: string, ...args: string[]): Promise<Row[]> => {
  const options = readOptions(['--workflow', 'hello-1.0.0', ...args, '--', 'python3', worker]);
  return examine(options, folder, () => undefined);
};

const JOINED = '    over.set()\n    renewing.join()\n';
const GIVES_UP = '    if lost.is_set():\n        return';
const HALTS = '    lost.set()\n    halt.set()';

/** What is broken of the example; the scenarios that are played; the one that has to tell it, and in which words. */
const BROKEN: Record<string, { changes: [string, string][]; play: string; row: string; words: RegExp }> = {
  'goes on with its work after a cancel': {
    changes: [[HALTS, '    lost.set()']],
    play: 'claim,heartbeat,cancel',
    row: 'cancel',
    words: /after the 409 the next job was not taken/,
  },
  'reports under an operation that has ended': {
    changes: [
      [GIVES_UP, '    if False:\n        return'],
      ['    if halt.is_set():\n', '    if draining.is_set():\n'],
      ['status == 200 and not before["done"]', 'status == 200'],
    ],
    play: 'claim,heartbeat,cancel',
    row: 'cancel',
    words: /after it had heard of the end it wrote under operation .*: 1 times that it is done/,
  },
  'goes on with heartbeats after the end, for ever': {
    changes: [
      ['            if status != 200:\n                break\n            until', '            until'],
      ['= reply["expire_time"]', '= reply["expire_time"] if status == 200 else until'],
      [JOINED, '    renewing.join(0)\n'],
    ],
    play: 'claim,heartbeat,fencing,claim: 503 with Retry-After',
    row: 'fencing',
    words: /after it had heard of the end it wrote .* [2-9] times a heartbeat/,
  },
  'dies of a refused claim': {
    changes: [['    if status != 200:\n        return\n    lost', '    lost']],
    play: 'claim,claim lost to another site',
    row: 'claim lost to another site',
    words: /ended by itself with code 1; it printed last: .*TypeError/s,
  },
  'renews too late': {
    changes: [['LEASE_SECONDS) / 3)', 'LEASE_SECONDS) * 3)']],
    play: 'claim,heartbeat',
    row: 'heartbeat',
    words: /renewed 0 times, and ran out: renew by POST/,
  },
  'takes no heed of Retry-After': {
    changes: [['float(refusal.headers.get("Retry-After", 1))', '0.05']],
    play: 'report: 503 with Retry-After',
    row: 'report: 503 with Retry-After',
    words: /asked again after \d+ ms, though Retry-After said 1 s/,
  },
  'gives up when a connection breaks': {
    changes: [
      ['wait = min(30, 0.2 * 2**attempt)', 'raise ConnectionError("gone")'],
      ['{"lease_seconds": LEASE_SECONDS}', '{}'],
    ],
    play: 'claim: reply lost after the effect',
    row: 'claim: reply lost after the effect',
    words: /reply lost after the effect, then in 6 s: job .* was claimed and not ended/,
  },
  'never logs in again': {
    changes: [
      [
        'wait = 0.0  # The token',
        'wait = 0.0\n                token["until"] = time.time() + 9  # The token',
      ],
      ['time.time() + timedelta(**reply["expires"]).total_seconds() - 60', 'time.time() + 9'],
    ],
    play: 'token expiry',
    row: 'token expiry',
    words: /was not claimed|was claimed and not ended|heard 401/,
  },
  'takes SIGTERM for an end at once': {
    changes: [['    signal.signal(signal.SIGTERM, drain)\n', '']],
    play: 'drain',
    row: 'drain',
    words: /ended \(SIGTERM\) and left its claim open/,
  },
  'sends its lease as text': {
    changes: [['{"lease_seconds": LEASE_SECONDS}', '{"lease_seconds": str(LEASE_SECONDS)}']],
    play: 'claim',
    row: 'shape of requests',
    words: /POST \/jobs\/\{job_id\}:claim: body.lease_seconds: Input should be a valid integer/,
  },
  'takes jobs of any workflow': {
    changes: [['{"workflow.id": {"$in": [WORKFLOW]}}', '{"config": {"$exists": True}}']],
    play: 'claim,claim lost to another site',
    row: 'claim',
    words: /claimed a job of another workflow/,
  },
};

/** Asks for no lease and never renews, as unchanged clients do (contract 8.3). */
const UNCHANGED: [string, string][] = [
  ['{"lease_seconds": LEASE_SECONDS}', '{}'],
  ['    renewing.start()\n', ''],
  ['    renewing.join()\n', ''],
];

/** Every worker at once: each has a double of its own, and mostly waits. */
const examined = new Map<string, Promise<Row[]>>();
const rowsOf = (name: string): Promise<Row[]> => examined.get(name) ?? Promise.reject(new Error(name));

beforeAll(() => {
  if (!hasPython) return;
  examined.set('as it is', run(WORKER, '--lease', '1.5', '--patience', '20'));
  const unchanged = brokenWorker(folder, 'unchanged', UNCHANGED);
  examined.set('unchanged', run(unchanged, '--only', 'claim,heartbeat,cancel,fencing', '--lease', '0.5'));
  for (const [name, { changes, play }] of Object.entries(BROKEN)) {
    const worker = brokenWorker(folder, name.replace(/\W+/g, '-'), changes);
    examined.set(name, run(worker, '--only', play, '--lease', '1.5', '--patience', '6'));
  }
});

withPython('examples/steady_worker.py', () => {
  it('does as a site has to, in every scenario', async () => {
    const rows = await rowsOf('as it is');
    expect(rows.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    const played = SCENARIOS.map(({ name }) => name);
    expect(rows.map(({ scenario }) => scenario)).toEqual([...played, 'shape of requests']);
  });
});

withPython('a worker that', () => {
  it.each(Object.entries(BROKEN))('%s is told so', async (name, { row, words }) => {
    expect((await rowsOf(name)).find(({ scenario }) => scenario === row)).toEqual({
      scenario: row,
      verdict: 'differs',
      seen: expect.stringMatching(words) as string,
    });
  });
});

withPython('examples/steady_worker.py, in other places', () => {
  it('may do without leases and heartbeats, as unchanged clients do', async () => {
    const rows = await rowsOf('unchanged');
    expect(rows.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(rows[1]?.seen).toMatch(/does not renew: needs leases of days/);
    expect(rows[2]?.seen).toMatch(/heard of it when it reported/);
  });

  it('reports a failure as an error with a code', async () => {
    const rows = await run(WORKER, '--only', 'claim', '--config', '{"fail": "no space"}');
    expect(rows[0]?.seen).toMatch(
      /ended as failed with {"code":"ValueError","message":"no space","retriable":true}: .* --config/,
    );
  });

  it('is examined as well when somebody else starts it', async () => {
    const told: string[] = [];
    let worker: ChildProcess | undefined;
    const tell = (line: string): void => {
      told.push(line);
      if (!line.startsWith('Waiting')) return;
      const named = told.flatMap((text) => [...text.matchAll(/^ {2}(\w+)=(.*)$/g)]);
      const env = Object.fromEntries(named.map(([, name, value]) => [name, value]));
      worker = spawn('python3', [WORKER], { env: { ...process.env, ...env }, stdio: 'ignore' });
    };
    const options = readOptions(['--workflow', 'hello-1.0.0', '--only', 'claim,drain']);
    const rows = await examine(options, folder, tell).finally(() => worker?.kill('SIGKILL'));
    expect(rows.map(({ verdict }) => verdict)).toEqual(['ok', 'not seen', 'ok']);
  });
});

describe('a worker that cannot be examined', () => {
  it('never asks anything: only the first scenario waits for it', async () => {
    const options = readOptions([
      '--workflow',
      'x',
      '--patience',
      '1',
      '--',
      process.execPath,
      '-e',
      'setInterval(() => 0, 1000)',
    ]);
    const rows = await examine(options, folder, () => undefined);
    expect(rows[0]).toMatchObject({
      verdict: 'differs',
      seen: expect.stringMatching(/GET \/jobs was never asked/) as string,
    });
    expect(rows.slice(1).map(({ verdict }) => verdict)).toEqual(SCENARIOS.map(() => 'not seen'));
  });

  it('is no command', async () => {
    const options = readOptions(['--workflow', 'x', '--', 'no-such-worker']);
    await expect(examine(options, folder, () => undefined)).rejects.toThrow(/no-such-worker/);
  });

  it('does not come', async () => {
    const told: string[] = [];
    const options = readOptions(['--workflow', 'x', '--wait', '1']);
    await expect(examine(options, folder, (line) => told.push(line))).rejects.toThrow(
      /in 1 s: no worker came/,
    );
    expect(told.join('\n')).toMatch(/CALLBOARD_URL=http:.*CALLBOARD_CLIENT_SECRET=/s);
  });
});

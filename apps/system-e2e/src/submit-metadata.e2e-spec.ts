import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client } from './support/client';
import { Program } from './support/program';
import { startTestStack, type TestStack } from './support/test-stack';

const ROOT = join(__dirname, '../../..');
const HOW_TO = readFileSync(join(ROOT, 'docs/how-to/submit-metadata.md'), 'utf8');
const FULL = join(ROOT, '../shared/nmdc');
const isThere = existsSync(FULL);
if (!isThere) process.stderr.write('skipped: the full schema over HTTP, as its folder is not there\n');

let test: TestStack;

beforeAll(async () => {
  test = await startTestStack();
}, 120_000);

afterAll(() => test?.stop(), 60_000);

describe('the how-to of submitting metadata', () => {
  it('works as it stands there', () => {
    const script = /<!-- walkthrough -->\n+```sh\n([\s\S]*?)```/.exec(HOW_TO)?.[1];
    expect(script).toBeDefined();
    const ran = spawnSync('bash', ['-c', script ?? 'false'], {
      cwd: ROOT,
      env: { ...process.env, CALLBOARD_DATA: test.stack.folder.path },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
    expect(ran.stdout).toContain('the run is COMPLETE');
    expect(ran.stdout).toContain('{"result":"All Okay!"}');
  }, 120_000);
});

describe('what is submitted', () => {
  it('is kept as it was sent under its sha256, also a document of 3 MiB, and is given back', async () => {
    const admin = await Client.asAdmin(test.stack);
    const study = { id: 'nmdc:sty-11-large', type: 'nmdc:Study', study_category: 'research_study' };
    const whole = { study_set: [{ ...study, description: 'x'.repeat(3 * 1024 * 1024) }] };
    const reply = await admin.call<{ detail: { run_id: string } }>('POST', '/metadata/json:submit', whole);
    expect(reply.status).toBe(200);
    await eventually(
      'the run has ended',
      async () => {
        const { body } = await admin.call<RunSummary>('GET', `/runs/${reply.body.detail.run_id}`);
        if (body.status === 'FAIL') throw new Error(JSON.stringify(body));
        return body.status === 'COMPLETE';
      },
      { timeoutMs: 60_000 },
    );
    const sent = JSON.stringify(whole);
    const checksum = createHash('sha256').update(sent).digest('hex');
    const filter = encodeURIComponent(JSON.stringify({ 'checksums.checksum': checksum }));
    const listed = await admin.call<{ resources: { id: string }[] }>('GET', `/objects?filter=${filter}`);
    const id = listed.body.resources[0]?.id ?? '';
    expect(id).toMatch(/^gfs0/);
    const file = await fetch(`${test.stack.gatewayUrl}/metadata/stored_files/${id}`);
    expect(file.headers.get('content-type')).toMatch(/^application\/json/);
    expect(file.headers.get('content-disposition')).toContain(id);
    expect((await file.text()) === sent).toBe(true);
  }, 90_000);
});

(isThere ? describe : describe.skip)('the full schema, over HTTP', () => {
  const run = (...args: string[]): Program =>
    Program.run('dist/tools/schema/src/main.js', [...args, '--url', test.stack.gatewayUrl], {
      CALLBOARD_ADMIN_PASSWORD: test.stack.dev.adminPassword,
    });

  beforeAll(async () => {
    const installed = run('install', join(FULL, 'nmdc.schema.json'), '--activate');
    expect({ code: await installed.exited, output: installed.output }).toMatchObject({ code: 0 });
    expect(installed.output).toMatch(/^version 2, active: NMDC, 19 collections/);
  }, 60_000);

  afterAll(async () => {
    const back = run('activate', '1');
    expect({ code: await back.exited, output: back.output }).toMatchObject({ code: 0 });
  }, 60_000);

  const namesIn = (folder: string): string[] => (isThere ? readdirSync(join(FULL, folder)) : ['none']);
  const findingsOf = async (folder: string, name: string): Promise<string[]> => {
    const client = new Client(test.stack.gatewayUrl);
    const body = JSON.parse(readFileSync(join(FULL, folder, name), 'utf8')) as object;
    const reply = await client.call<{ result: string; detail?: Record<string, string[]> }>(
      'POST',
      '/metadata/json:validate',
      body,
    );
    expect(reply.status).toBe(200);
    return Object.values(reply.body.detail ?? {}).flat();
  };

  // What is named is looked for last of all, so whatever is told of it says that nothing else is wrong.
  it.each(namesIn('valid'))('finds nothing in %s but names of what was not handed in', async (name) => {
    for (const finding of await findingsOf('valid', name))
      expect(finding).toMatch(/ names '.*no such document/);
  });

  it.each(namesIn('invalid'))('says what is wrong in %s, with its path', async (name) => {
    const findings = await findingsOf('invalid', name);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) expect(finding).toMatch(/ in \/\w+_set\/0(\/\w+)*$/);
  });

  it('is listed with the one before it', async () => {
    const listed = run('list');
    expect(await listed.exited).toBe(0);
    expect(listed.output).toMatch(/version 2, active: NMDC.*\nversion 1: /);
  });
});

import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packClient } from './pack-client';

const ROOT = join(__dirname, '../../..');
const elsewhere = mkdtempSync(join(tmpdir(), 'callboard-elsewhere-'));
const installed = join(elsewhere, 'node_modules/@callboard/client');
const readJson = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

const server = createServer((request, reply) => {
  const token = { access_token: 'text', token_type: 'bearer', expires: { days: 1 } };
  const body = request.url === '/token' ? token : { username: request.headers.authorization };
  reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

/** Packs the client and installs it as npm would, with zod beside it and nothing else. */
beforeAll(async () => {
  const file = packClient(ROOT, elsewhere);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', file, '-C', installed, '--strip-components', '1']);
  symlinkSync(join(ROOT, 'node_modules/zod'), join(elsewhere, 'node_modules/zod'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 120_000);

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(elsewhere, { recursive: true });
});

const call = `const client = new CallboardClient({ url: process.argv[2], login: { clientId: 'lab', clientSecret: 's' } });
client.call('me').then(({ username }) => console.log(username));`;

describe('the package of the client, installed elsewhere', () => {
  it.each([
    ['imported', 'script.mjs', `import { CallboardClient } from '@callboard/client';\n${call}`],
    ['required', 'script.cjs', `const { CallboardClient } = require('@callboard/client');\n${call}`],
  ])('works when it is %s', async (_, name, text) => {
    writeFileSync(join(elsewhere, name), text);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { stdout } = await promisify(execFile)(process.execPath, [name, url], { cwd: elsewhere });
    expect(stdout).toBe('Bearer text\n');
  });

  it('has types that know the routes', () => {
    mkdirSync(join(elsewhere, 'node_modules/@types'));
    for (const name of ['@types/node', 'undici-types'])
      cpSync(join(ROOT, 'node_modules', name), join(elsewhere, 'node_modules', name), { recursive: true });
    const text = `import { CallboardClient } from '@callboard/client';
      export async function states(client: CallboardClient): Promise<string[]> {
        const found: ('queued' | 'claimed' | 'succeeded' | 'failed' | 'cancelled' | 'dead')[] = [];
        for await (const job of client.list('listJobs', { query: { filter: { 'workflow.id': 'test' } } })) {
          found.push(job.state);
        }
        // @ts-expect-error no such call
        await client.call('claimEverything');
        return found;
      }`;
    writeFileSync(join(elsewhere, 'use.mts'), text);
    const options = ['--noEmit', '--strict', '--module', 'node16', '--target', 'es2022', '--skipLibCheck'];
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    expect(() =>
      execFileSync(process.execPath, [tsc, ...options, 'use.mts'], { cwd: elsewhere, encoding: 'utf8' }),
    ).not.toThrow();
  }, 60_000);

  it('depends on the zod of this repository, and bears its version', () => {
    const { version, license, engines, dependencies } = readJson(join(ROOT, 'package.json'));
    const { zod } = dependencies as Record<string, string>;
    expect(readJson(join(installed, 'package.json'))).toMatchObject({ version, license, engines });
    expect(readJson(join(installed, 'package.json')).dependencies).toEqual({ zod: `^${zod}` });
  });
});

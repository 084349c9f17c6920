import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Stack } from '../../../tools/dev-stack/src/stack';
import { Client, fastaObject } from './support/client';

let folder: string;
let stack: Stack | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callboard-backup-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await stack?.stop(true);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const begin = (name: string): Promise<Stack> =>
  Stack.start({ data: join(folder, name), filesFolder: folder });

/** As docs/operations/backup-and-restore.md has it: the files of a database that is stopped, and nothing of NATS. */
function copyStopped(from: string, to: string): void {
  mkdirSync(join(folder, to), { mode: 0o755 });
  execFileSync('cp', ['--archive', join(folder, from, 'postgres'), join(folder, to, 'postgres')]);
  cpSync(join(folder, from, 'secrets.json'), join(folder, to, 'secrets.json'));
}

const job = async (site: Client, id: string): Promise<Job> =>
  (await site.call<Job>('GET', `/jobs/${id}`)).body;

describe('given a copy of the database and an empty NATS', () => {
  it('then jobs that waited run, work that was under way goes on, and tokens hold', async () => {
    stack = await begin('before');
    await stack.process('site-worker').stop();
    const site = await Client.asRuntimeSite(stack);
    const object = await site.call<{ id: string }>('POST', '/objects', fastaObject(folder));
    await site.call('PUT', `/objects/${object.body.id}/types`, ['sequence-reads']);
    const waiting = await eventually('its job waits', async () =>
      (await site.jobs()).find(({ config }) => config.object_id === object.body.id),
    );
    const held = await site.call<Job>('POST', '/jobs', { workflow: { id: 'nobody-runs-this' }, config: {} });
    const operation = await site.call<{ id: string }>('POST', `/jobs/${held.body.id}:claim`);
    await site.call('PATCH', `/operations/${operation.body.id}`, { metadata: { half: true } });
    await stack.stop();

    copyStopped('before', 'after');
    expect(existsSync(join(folder, 'after', 'nats'))).toBe(false);
    stack = await begin('after');
    const { authorization } = site;
    const again = await Client.asRuntimeSite(stack);
    await eventually(
      'the waiting job is claimed and succeeds',
      async () => (await job(again, waiting.id)).state === 'succeeded',
    );
    const reply = await fetch(new URL(`/operations/${operation.body.id}`, stack.gatewayUrl), {
      method: 'PATCH',
      headers: { ...authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ done: true, result: { fine: true } }),
    });
    expect(reply.status).toBe(200);
    await eventually(
      'the job that was held succeeds',
      async () => (await job(again, held.body.id)).state === 'succeeded',
    );
    expect(await again.jobs()).toHaveLength(2);
  }, 120_000);
});

import type { Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client } from './support/client';
import { Program } from './support/program';
import { startTestStack, type TestStack } from './support/test-stack';

let test: TestStack;

beforeAll(async () => {
  test = await startTestStack();
  process.on('SIGHUP', reload);
}, 120_000);

afterAll(async () => {
  process.off('SIGHUP', reload);
  await test?.stop();
}, 60_000);

/** What `npm start` does when `npm run add-site` tells it of a new site. */
function reload(): void {
  void test.stack.reloadBroker();
}

describe('the site of ten lines', () => {
  it('is added to a running stack, claims a posted job, settles it, and drains', async () => {
    const added = Program.run('dist/tools/dev-stack/src/add-site/main.js', [
      'my-lab',
      '--data',
      test.stack.folder.path,
    ]);
    expect({ code: await added.exited, output: added.output }).toMatchObject({ code: 0 });
    const file = test.stack.folder.file('sites', 'my-lab.json');
    expect(added.output).toContain(file);

    const site = await Client.asRuntimeSite(test.stack);
    const posted = await site.call<Job>('POST', '/jobs', {
      workflow: { id: 'hello-1.0.0' },
      config: { name: 'Ada' },
    });
    const worker = Program.run('dist/examples/hello-site.js', [], { CALLBOARD_SITE_FILE: file });
    const job = await eventually('the job succeeds', async () => {
      const { body } = await site.call<Job>('GET', `/jobs/${posted.body.id}`);
      return body.state === 'succeeded' && body;
    }).catch((thrown: unknown) => {
      throw new Error(`${String(thrown)}\n${worker.output}`);
    });
    expect(job.claims?.[0]?.site_id).toBe('my-lab');
    const operation = await site.operation(job.claims?.[0]?.op_id ?? '');
    expect(operation.result).toEqual({ greeting: 'Hello, Ada!' });

    worker.child.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
  }, 120_000);
});

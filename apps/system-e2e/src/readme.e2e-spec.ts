import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestStack, type TestStack } from './support/test-stack';

const README = readFileSync(join(__dirname, '../../../README.md'), 'utf8');

let test: TestStack;

beforeAll(async () => {
  test = await startTestStack();
}, 120_000);

afterAll(() => test?.stop(), 60_000);

describe("the README's walkthrough with curl", () => {
  it('works as it stands there', () => {
    const script = /<!-- walkthrough -->\n+```sh\n([\s\S]*?)```/.exec(README)?.[1];
    expect(script).toBeDefined();
    const ran = spawnSync('bash', ['-c', script ?? 'false'], {
      env: { ...process.env, CALLBOARD_DATA: test.stack.folder.path },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
    expect(ran.stdout.trim().split('\n').at(-1)).toBe('the job has succeeded');
  }, 120_000);
});

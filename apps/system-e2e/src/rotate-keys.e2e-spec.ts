import { eventually } from '@callboard/testing';
import { decodeProtectedHeader } from 'jose';
import type { NatsConnection } from 'nats';
import { Client, fastaObject } from './support/client';
import { gatewayUrls, statusFor, tokenOf } from './support/gateways';
import { Program } from './support/program';
import { askAtDoor, connectAsRuntimeSite, DOORS } from './support/site-doors';
import { startTestStack, type TestStack } from './support/test-stack';

let test: TestStack;
let door: NatsConnection;

beforeAll(async () => {
  test = await startTestStack({ scale: { 'api-gateway': 2, jobs: 2, sites: 2 } });
  door = await connectAsRuntimeSite(test.stack);
}, 120_000);
afterAll(async () => {
  await door?.close();
  await test?.stop();
}, 60_000);

const rotate = (...args: string[]): Program =>
  Program.run('dist/tools/rotate-keys/src/main.js', args, {
    DATABASE_URL: test.stack.servers.databaseUrl('sites'),
  });

/** A new token of the runtime's own site. */
function login(): Promise<string> {
  const { runtimeClientId: client_id, runtimeClientSecret: client_secret } = test.stack.secrets;
  return tokenOf(test.stack.gatewayUrl, { client_id, client_secret });
}
const kidOf = (token: string): string => decodeProtectedHeader(token).kid ?? '';

/** How every running gateway and the doors of running services answer to a token; whoever looks for a thing took it. */
async function answersTo(token: string): Promise<string[]> {
  const gateways = gatewayUrls(test.stack).map(async (url) => String(await statusFor(url, token)));
  const answers = await Promise.all([...gateways, ...DOORS.map((each) => askAtDoor(door, each, token))]);
  return answers.map((answer) => (answer === 'not-found' ? 'ok' : answer));
}
const TAKEN = ['200', '200', ...DOORS.map(() => 'ok')];
const REFUSED = ['401', '401', ...DOORS.map(() => 'unauthenticated')];

it('a new signing key is known everywhere before it signs, and tokens of the old one hold', async () => {
  const old = await login();
  expect(await answersTo(old)).toEqual(TAKEN);
  const program = rotate('--publish-seconds', '3');
  let token = old;
  for (let logins = 0; kidOf(token) === kidOf(old); logins += 1) {
    if (logins === 200) throw new Error(`no new key: ${program.output}`);
    token = await login();
    expect(await answersTo(token)).toEqual(TAKEN);
  }
  expect(await program.exited).toBe(0);
  expect(program.output).toMatch(/signs new tokens/);
  expect(await answersTo(old)).toEqual(TAKEN);
}, 90_000);

it('a key that is known to somebody else refuses everywhere within seconds, and sites work on', async () => {
  const stolen = await login();
  expect(await answersTo(stolen)).toEqual(TAKEN);
  expect(await rotate('--compromised').exited).toBe(0);
  await eventually('it is refused everywhere', async () => {
    expect(await answersTo(stolen)).toEqual(REFUSED);
    return true;
  });
  const site = await eventually('a new token is taken', async () => {
    const client = await Client.asRuntimeSite(test.stack);
    return (await client.call('GET', '/users/me')).status === 200 && client;
  });
  const object = await site.call<{ id: string }>('POST', '/objects', fastaObject(test.files));
  await site.call('PUT', `/objects/${object.body.id}/types`, ['sequence-reads']);
  await eventually('the worker, which held an old token, runs a job', async () =>
    (await site.jobs()).some(({ state }) => state === 'succeeded'),
  );
}, 90_000);

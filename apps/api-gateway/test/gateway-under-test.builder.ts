import type { RightName } from '@callboard/contracts';
import { connectToNats } from '@callboard/messaging';
import { silentLog } from '@callboard/kernel';
import { type RunningProcess, startProcess } from '@callboard/service-kit';
import { testBroker } from '@callboard/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { listen } from '../src/run-gateway';
import { answerAsUsual } from './stand-in-answers.fake';
import { StandInServices } from './stand-in-services.fake';
import { signingKey } from './tokens.builder';

export const PUBLIC_URL = 'https://callboard.example.org';

/** An object store that nobody asks anything: addresses in it are only signed. */
const OBJECT_STORE = {
  OBJECT_STORE_ENDPOINT: 'https://store.example.org',
  OBJECT_STORE_REGION: 'us-east-1',
  OBJECT_STORE_BUCKET: 'callboard',
  OBJECT_STORE_ACCESS_KEY_ID: 'key-of-tests',
  OBJECT_STORE_SECRET_ACCESS_KEY: 'secret-of-tests',
  // The client says to stderr that its later versions need a later Node.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** Those who have a token in the tests of the gateway. */
type TokenName = 'ada' | 'eve' | 'mallory' | 'ghost' | 'nersc' | 'runtime' | 'expired';

interface CallOptions {
  as?: TokenName;
  body?: unknown;
  accept?: string;
}

/** The whole gateway, listening, on a real broker with stand-ins for the services. Takes settings besides the usual. */
export async function startGatewayUnderTest(settings: Record<string, string> = {}) {
  const broker = await testBroker();
  const connection = await connectToNats({ ...broker.service, name: 'stand-ins', log: silentLog });
  const services = new StandInServices(connection);
  const key = await signingKey('key-1');
  answerAsUsual(services, [key.jwk]);
  await connection.flush();
  const tokens: Record<TokenName, string> = {
    ada: await key.token({ sub: 'user:ada', administers: ['nmdc-runtime'] }),
    eve: await key.token({ sub: 'user:eve', administers: ['nmdc-runtime'] }),
    mallory: await key.token({ sub: 'user:mallory' }),
    ghost: await key.token({ sub: 'user:ghost' }),
    nersc: await key.token({ sub: 'client:sys0nersc', site: 'NERSC' }),
    runtime: await key.token({ sub: 'client:sys0runtime', site: 'nmdc-runtime' }),
    expired: await key.token({ sub: 'user:ada' }, 1_600_000_000),
  };
  const start = (more: Record<string, string> = {}) => startOne({ ...broker.service }, more);
  const gateway = await start(settings);
  const stop = async (): Promise<void> => {
    await gateway.stop();
    await connection.close();
    await broker.stop();
  };
  /** A call by somebody, on a connection of its own. */
  const call = (method: string, path: string, more: CallOptions = {}): Promise<Response> => {
    const headers: Record<string, string> = { connection: 'close' };
    if (more.as !== undefined) headers.authorization = `Bearer ${tokens[more.as]}`;
    if (more.body !== undefined) headers['content-type'] = 'application/json';
    if (more.accept !== undefined) headers.accept = more.accept;
    const body = more.body === undefined ? null : JSON.stringify(more.body);
    return fetch(`${gateway.url}${path}`, { method, headers, body, redirect: 'manual' });
  };
  /** {@link call}, with the JSON of the reply. */
  const ask = async (method: string, path: string, body?: unknown, as?: TokenName) => {
    const response = await call(method, path, { body, ...(as && { as }) });
    const text = await response.text();
    const read = text === '' ? undefined : (JSON.parse(text) as unknown);
    return { status: response.status, headers: response.headers, body: read };
  };
  /** A site that has the right, where only sites have it. */
  const siteFor = (right: RightName): TokenName => (right === 'runtime-site' ? 'runtime' : 'nersc');
  return { ...gateway, siteFor, services, tokens, key, start, stop, broker, call, ask };
}

/** A reply without what is signed anew each second. */
export const withoutChance = (text: string): string =>
  text.replace(/\?X-Amz-[^"]*/g, '?signed').replace(/"db_response_time_ms":\d+/g, '"db_response_time_ms":2');

export type GatewayUnderTest = Awaited<ReturnType<typeof startGatewayUnderTest>>;

/** Settings are environment variables, read while the process starts. */
async function startOne(
  { url, user, password }: { url: string; user: string; password: string },
  more: Record<string, string>,
): Promise<RunningProcess & { url: string }> {
  const before = { ...process.env };
  const settings = { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password, PORT: '0', PUBLIC_URL };
  Object.assign(process.env, { LOG_LEVEL: 'silent', ...settings, ...OBJECT_STORE, ...more });
  try {
    const running = await startProcess(listen);
    return { ...running, url: await (running.app as NestFastifyApplication).getUrl() };
  } finally {
    process.env = before;
  }
}

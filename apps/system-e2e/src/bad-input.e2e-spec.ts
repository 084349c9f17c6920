import { isOpen, judge, ROUTES, type RouteContract } from '@callboard/contracts';
import { type BadRequest, badRequestsTo, pathOf } from './support/bad-input/bad-requests';
import { TokenForge } from './support/bad-input/forged-tokens';
import { HttpWire } from './support/bad-input/http-wire';
import { faultOfForm, faultOfReply } from './support/bad-input/refusal-form';
import { Seeded } from './support/bad-input/seeded';
import { heapOf, pidsOf, residentOf } from './support/bad-input/stack-vitals';
import { SIGNING_ONLY } from './support/object-store';
import { startTestStack, type TestStack } from './support/test-stack';

/** Bad requests on their way at once, to one route. */
const AT_ONCE = 24;
const MEBIBYTE = 1024 * 1024;
const routes = Object.entries(ROUTES) as [string, RouteContract][];
const guarded = routes.filter(([, { auth }]) => !isOpen(auth));
/** So little memory that what is not needed is collected often: a leak shows soon, and a large one ends the process. */
const GATEWAY = {
  LOG_LEVEL: 'warn',
  NODE_OPTIONS: '--max-old-space-size=96',
  ...SIGNING_ONLY,
};
const seeded = Seeded.ofThisRun();

let test: TestStack;
let wire: HttpWire;
let forge: TokenForge;
let pids: Record<string, number | undefined>;
let asked = 0;

beforeAll(async () => {
  test = await startTestStack({ environment: { 'api-gateway': GATEWAY } });
  wire = new HttpWire(test.stack.gatewayUrl);
  forge = await TokenForge.of(test.stack);
  pids = pidsOf(test.stack);
}, 120_000);

afterAll(async () => {
  wire?.close();
  await test?.stop();
}, 60_000);

const adminClaims = () => ({ sub: `user:${test.stack.dev.adminUsername}`, administers: ['nmdc-runtime'] });
const siteClaims = () => ({ sub: `client:${test.stack.secrets.runtimeClientId}`, site: 'nmdc-runtime' });
/** Of somebody whom the route does not refuse for the kind of the token alone. */
const claimsFor = ({ auth }: RouteContract) => {
  const user = { kind: 'user' as const, username: 'admin', administers: [] };
  return judge(auth, user, {}) === 401 ? siteClaims() : adminClaims();
};
const headersFor = (route: RouteContract): Record<string, string> =>
  isOpen(route.auth) ? {} : { authorization: `Bearer ${forge.token(claimsFor(route))}` };

/** Sends all, several at once, and gives what was wrong with the replies. */
async function faultsOf(requests: readonly BadRequest[], atOnce = AT_ONCE): Promise<string[]> {
  const faults: string[] = [];
  const rest = [...requests];
  const sender = async (): Promise<void> => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
      asked += 1;
      const fault = await wire.ask(next.request).then(
        (reply) => faultOfReply((next as BadRequest).request.path, reply, (next as BadRequest).verdict),
        (error: unknown) => `is not answered: ${String(error)}`,
      );
      if (fault !== undefined) faults.push(`seed ${seeded.seed}: ${next.name}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return faults;
}

/**
 * Secrets are compared slowly on purpose, so logins are tried one by one; and of submissions a gateway reads few at once,
 * further ones are told to come again.
 */
const round = (route: RouteContract): Promise<string[]> =>
  faultsOf(badRequestsTo(route, headersFor(route), seeded), route.form ? 1 : route.streamed ? 4 : AT_ONCE);

describe('bad input (contract 0, error bodies)', () => {
  it.each(routes)('%s refuses it in the contract’s form, or takes it where it may', async (_name, route) => {
    expect(await round(route)).toEqual([]);
  });
});

describe('what no shape knows and services read all the same', () => {
  it('a job may be about an object whose id is none, or longer than any', async () => {
    const { method, path } = ROUTES.createJob;
    const headers = headersFor(ROUTES.createJob);
    for (const object_id of ['', 'x', seeded.bytes(5_000).toString('hex'), 7, null, {}, []]) {
      const body = JSON.stringify({ workflow: { id: 'about-odd-objects' }, config: { object_id } });
      const reply = await wire.ask({ method, path, headers, body });
      expect([reply.status, JSON.parse(reply.text)]).toMatchObject([201, { config: { object_id } }]);
    }
  });
});

describe('forged, expired and foreign tokens (contract 0, 401)', () => {
  it.each(guarded)('%s refuses them', async (_name, route) => {
    const faults: string[] = [];
    for (const [name, authorization] of Object.entries(forge.forged(claimsFor(route)))) {
      asked += 1;
      const headers = { authorization, 'content-type': 'application/json' };
      const body = route.example.body === undefined ? {} : { body: JSON.stringify(route.example.body) };
      const reply = await wire.ask({ method: route.method, path: pathOf(route), headers, ...body });
      if (reply.status !== 401) faults.push(`${name}: ${reply.status} ${reply.text.slice(0, 100)}`);
      else if (reply.headers['www-authenticate'] !== 'Bearer') faults.push(`${name}: no WWW-Authenticate`);
      else {
        const fault = faultOfForm(reply, route.path);
        if (fault !== undefined) faults.push(`${name}: ${fault}`);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('what is hardly HTTP (contract 0, Sizes)', () => {
  const get = 'GET /version HTTP/1.1\r\nHost: x\r\n';
  const post = 'POST /jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  it.each([
    ['noise', '\u0001\u0002\u0003\r\n\r\n', /^HTTP\/1.1 400 /],
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400 /],
    ['TLS', Buffer.from('1603010200010001fc0303', 'hex'), /^HTTP\/1.1 400 /],
    ['half a request', 'GET /jobs HTTP/1.1\r\nHos', /^HTTP\/1.1 400 /],
    ['HTTP 9', 'GET / HTTP/9.9\r\n\r\n', /^HTTP\/1.1 (400|505) /],
    ['an unknown method', 'BREW /jobs HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 400 /],
    ['a rare method', `${get.replace('GET', 'PROPFIND')}Connection: close\r\n\r\n`, /^HTTP\/1.1 40[45] /],
    ['CONNECT', 'CONNECT evil.example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n', /^(HTTP\/1.1 4\d\d |$)/],
    ['a blank in the path', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 400 /],
    [
      'raw bytes in the path',
      Buffer.from('GET /jobs/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 'latin1'),
      /^HTTP\/1.1 4\d\d /,
    ],
    ['NUL in a header', `${get}X-A: a\0b\r\n\r\n`, /^HTTP\/1.1 400 /],
    ['a blank before the colon', `${get}X-A : b\r\n\r\n`, /^HTTP\/1.1 400 /],
    ['no host', 'GET /version HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400 /],
    ['two lengths', `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`, /^HTTP\/1.1 400 /],
    [
      'a length and chunks',
      `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1.1 400 /,
    ],
    ['a negative length', `${post}Content-Length: -1\r\n\r\n`, /^HTTP\/1.1 400 /],
    [
      'a length beyond all numbers',
      `${post}Content-Length: 99999999999999999999999\r\n\r\n`,
      /^HTTP\/1.1 (400|413) /,
    ],
    ['a chunk of no size', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`, /^HTTP\/1.1 400 /],
    ['an unknown encoding', `${post}Transfer-Encoding: smoke\r\n\r\n`, /^HTTP\/1.1 (400|501) /],
    ['headers of 200 kB', `${get}X-A: ${'x'.repeat(200_000)}\r\n\r\n`, /^HTTP\/1.1 431 /],
    [
      'ten thousand headers',
      `${get}${'X-A: b\r\n'.repeat(10_000)}Connection: close\r\n\r\n`,
      /^HTTP\/1.1 (200|431) /,
    ],
    ['a path of 200 kB', `GET /${'x'.repeat(200_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1.1 (414|431) /],
    ['an upgrade', `${get}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, /^HTTP\/1.1 (200|4\d\d) /],
    ['an expectation', `${get}Expect: miracles\r\nConnection: close\r\n\r\n`, /^HTTP\/1.1 (200|417) /],
    ['a body shorter than its length', `${post}Content-Length: 100\r\n\r\n{}`, /^(HTTP\/1.1 4\d\d |$)/],
  ])('%s', async (_name, bytes, expected) => {
    const heard = await wire.shout(bytes);
    expect(heard).toMatch(expected);
    if (/^HTTP\/1.1 4/.test(heard)) {
      const [head = '', ...body] = heard.split('\r\n\r\n');
      const status = Number(head.slice(9, 12));
      const type = /^content-type: (.*)$/im.exec(head)?.[1];
      expect(
        faultOfForm({ status, headers: { 'content-type': type }, text: body.join('\r\n\r\n') }),
      ).toBeUndefined();
    }
  });
});

describe('bodies above 25 MB (contract 0, Sizes)', () => {
  const large = Buffer.alloc(26 * MEBIBYTE, ' ');
  const takers = routes.filter(([, { body }]) => body !== undefined);

  it.each(takers)('%s refuses them with 413, told before or found while reading', async (_name, route) => {
    const { authorization = 'none' } = headersFor(route);
    const headers = { authorization, 'content-type': 'application/json' };
    // The HTTP client of Node sends no chunks with OPTIONS.
    const ways = route.method === 'OPTIONS' ? [{}] : [{}, { chunked: true as const }];
    for (const how of ways) {
      const reply = await wire.ask({
        method: route.method,
        path: pathOf(route),
        headers,
        body: large,
        ...how,
      });
      expect([reply.status, faultOfForm(reply, route.path)]).toEqual([413, undefined]);
    }
  });

  it.each([
    [
      'a body of a terabyte',
      'Content-Length: 1000000000000\r\n\r\n{',
      /^HTTP\/1.1 413 [^]*connection: close[^]*"detail":"/i,
    ],
    [
      'chunks without end',
      `Transfer-Encoding: chunked\r\n\r\n${endlessChunks()}`,
      /^(HTTP\/1.1 413 [^]*"detail":"|$)/,
    ],
  ])('%s is refused, and its connection cut', async (_name, rest, expected) => {
    const line = 'POST /jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    expect(await wire.shout(line + rest, { halfClose: false })).toMatch(expected);
  });
});

/** More than is even thrown away. */
function endlessChunks(): string {
  return `100000\r\n${' '.repeat(MEBIBYTE)}\r\n`.repeat(128);
}

describe('after thousands of bad requests', () => {
  /**
   * The round before has filled every cache and compiled the code. From then on a leak of 2 KB for each of 8,000 bad
   * requests shows: in the heap, of which the lowest of several looks counts, or in what the process holds besides,
   * which varies more, as freed pages are kept for a while.
   */
  it('every process is alive, the gateway’s memory is flat, and it works', async () => {
    const before = { heap: await leastHeap(), resident: await residentOf(test.stack, 'api-gateway') };
    const askedBefore = asked;
    for (const [, route] of routes) if (!route.form) expect(await round(route)).toEqual([]);
    expect(asked - askedBefore).toBeGreaterThan(8_000);
    const after = { heap: await leastHeap(), resident: await residentOf(test.stack, 'api-gateway') };
    expect(after.heap - before.heap).toBeLessThan(16 * MEBIBYTE);
    expect(after.resident - before.resident).toBeLessThan(96 * MEBIBYTE);
    expect(pidsOf(test.stack)).toEqual(pids);
    expect(test.reports.filter((line) => line.includes('died'))).toEqual([]);
    const authorization = `Bearer ${forge.token(siteClaims())}`;
    const body = JSON.stringify(ROUTES.createJob.example.body);
    expect((await wire.ask({ method: 'POST', path: '/jobs', headers: { authorization }, body })).status).toBe(
      201,
    );
    expect((await wire.ask({ method: 'GET', path: '/health' })).status).toBe(200);
    // A minute where nothing else runs.
  }, 300_000);
});

/** The lowest of several looks at the heap, with work in between that has it collected. */
async function leastHeap(): Promise<number> {
  const route = ROUTES.releaseJobs;
  const litter = JSON.stringify(Array.from({ length: 50_000 }, () => [{}]));
  const looks: number[] = [];
  for (let look = 0; look < 8; look += 1) {
    for (let sent = 0; sent < 8; sent += 1) {
      await wire.ask({ method: route.method, path: route.path, headers: headersFor(route), body: litter });
    }
    looks.push(await heapOf(test.stack, 'api-gateway'));
  }
  return Math.min(...looks);
}

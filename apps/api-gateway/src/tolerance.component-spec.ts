import { cell, isDrsPath, isOpen, ROUTES, type RouteContract } from '@callboard/contracts';
import {
  type GatewayUnderTest,
  startGatewayUnderTest,
  withoutChance,
} from '../test/gateway-under-test.builder';
import { formWith } from '../test/form.builder';
import { type RawReply, rawRequest } from '../test/raw-request.builder';

/** What a call is made of, before a client of its own habits sends it. */
interface Call {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

let gateway: GatewayUnderTest;
const replies = new Map<string, RawReply>();

type Case = [name: string, route: RouteContract];
const routes = Object.entries(ROUTES) as Case[];
const having = (test: (route: RouteContract) => boolean): Case[] => routes.filter(([, route]) => test(route));
const takesJson = having(({ body, form }) => body !== undefined && form === undefined);
const takesObjects = takesJson.filter(([, { example }]) => !Array.isArray(example.body));
const reads = having(({ method, auth }) => method === 'GET' && isOpen(auth));
const withColons = having(
  ({ path, example }) =>
    /\}:/.test(path) || Object.values(example.params ?? {}).some((id) => id.includes(':')),
);

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
  for (const [name, route] of routes) {
    const reply = await send(callOf(route));
    if (reply.status !== route.ok.status) throw new Error(`the example of ${name} answers ${reply.status}`);
    replies.set(name, reply);
  }
}, 60_000);
afterAll(() => gateway?.stop());

const send = ({ method, path, headers, body }: Call): Promise<RawReply> =>
  rawRequest(gateway.url, method, path, headers, body);

/** The example of a route, as the documentation shows it. */
function callOf({ method, path, auth, form, upload, example }: RouteContract): Call {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(example.params?.[name] ?? ''),
  );
  const query = example.query === undefined ? '' : `?${new URLSearchParams(example.query)}`;
  const token =
    cell(auth, 'runtime-admin') === 401 ? gateway.tokens[gateway.siteFor(auth)] : gateway.tokens.ada;
  const headers: Record<string, string> = isOpen(auth) ? {} : { authorization: `Bearer ${token}` };
  const call = { method, path: filled + query, headers };
  if (example.body === undefined) return call;
  if (upload !== undefined) {
    const { body, ...label } = formWith(upload, (example.body as Record<string, string>)[upload] ?? '');
    return { ...call, headers: { ...headers, ...label }, body };
  }
  headers['content-type'] = form ? 'application/x-www-form-urlencoded' : 'application/json';
  const fields = example.body as Record<string, string>;
  return { ...call, body: form ? new URLSearchParams(fields).toString() : JSON.stringify(example.body) };
}

/** The reply must be that of the example; tokens and signatures made anew and the time of a redirect are not compared. */
async function expectSame(name: string, call: Call): Promise<void> {
  const reply = await send(call);
  const usual = replies.get(name);
  const same = [usual?.status, withoutChance(usual?.text ?? '')];
  expect([reply.status, withoutChance(reply.text)]).toEqual(same);
}

const withQuery = (call: Call, query: string): Call => ({
  ...call,
  path: `${call.path}${call.path.includes('?') ? '&' : '?'}${query}`,
});

describe('unknown query parameters are ignored (contract 0)', () => {
  it.each(routes)('by %s', async (name, route) => {
    await expectSame(
      name,
      withQuery(callOf(route), 'unknown=1&unknown=2&x[y]=z&%F0%9F%91%A9=%E2%82%AC&&=&a'),
    );
  });

  it.each(having(({ query }) => query === undefined))('by %s, those of lists too', async (name, route) => {
    await expectSame(name, withQuery(callOf(route), 'max_page_size=many&filter=x&page_token=x&projection=x'));
  });
});

describe('unknown body fields are ignored (contract 0)', () => {
  const strict = (route: RouteContract): boolean => route.path === '/admin/site_clients/{client_id}';

  it.each(takesObjects.filter(([, route]) => !strict(route)))('by %s', async (name, route) => {
    const fields = {
      ...(route.example.body as object),
      unknown: { a: [1, null] },
      id_: 'x',
      self_uri: 'drs://x/y',
    };
    const reply = await send({ ...callOf(route), body: JSON.stringify(fields) });
    expect([reply.status, JSON.parse(withoutChance(reply.text))]).toEqual([
      route.ok.status,
      JSON.parse(withoutChance(replies.get(name)?.text ?? '')),
    ]);
  });

  it.each(takesObjects.filter(([, route]) => strict(route)))('but refused by %s', async (_name, route) => {
    const reply = await send({ ...callOf(route), body: '{"unknown":1}' });
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([
      422,
      { detail: [{ type: 'extra_forbidden' }] },
    ]);
  });

  it.each(having(({ form }) => form === true))('by the form of %s', async (name, route) => {
    const call = callOf(route);
    await expectSame(name, { ...call, body: `${call.body}&unknown=1&scope=` });
  });
});

describe('a trailing slash leads to the path without it by 307 (contract 0)', () => {
  it.each(having(({ path }) => path !== '/'))('from %s', async (_name, route) => {
    const call = callOf(route);
    const [path = '', query] = call.path.split('?');
    const rest = query === undefined ? '?a=1/&b=%2F' : `?${query}`;
    const reply = await send({ ...call, path: `${path}/${rest}` });
    expect([reply.status, reply.headers.location]).toEqual([307, `${path}${rest}`]);
  });
});

describe('ids hold colons, raw and encoded, also before a verb (contract 0, Path ids)', () => {
  const spellings: [string, (path: string) => string][] = [
    ['raw', (path) => path.replace(/%3A/gi, ':')],
    ['encoded', (path) => path.replace(/:/g, '%3A')],
    ['encoded in lower case', (path) => path.replace(/:|%3A/g, '%3a')],
    ['raw before the verb only', (path) => path.replace(/:(?=[A-Za-z]+$)|%3A(?=[A-Za-z]+$)/i, ':')],
    ['encoded before the verb only', (path) => path.replace(/%3A/g, ':').replace(/:(?=[A-Za-z]+$)/, '%3A')],
  ];

  it.each(withColons)('of %s', async (name, route) => {
    for (const [, spelling] of spellings) {
      const call = callOf(route);
      await expectSame(name, { ...call, path: spelling(call.path) });
    }
  });
});

describe('an empty body labelled JSON is none (contract 0, Content type)', () => {
  it.each(having(({ body, streamed, upload }) => (body ?? streamed ?? upload) === undefined))(
    'for %s',
    async (name, route) => {
      const call = callOf(route);
      for (const length of [{ 'content-length': '0' }, {}]) {
        const headers = { ...call.headers, 'content-type': 'application/json', ...length };
        await expectSame(name, { ...call, headers: headers as Record<string, string> });
      }
    },
  );
});

describe('labels of bodies (contract 0, Content type)', () => {
  it.each(takesJson)('%s takes JSON without a label', async (name, route) => {
    const { 'content-type': _label, ...headers } = callOf(route).headers;
    await expectSame(name, { ...callOf(route), headers });
  });

  it.each(takesJson)('%s refuses JSON labelled as a form: 422, or as DRS has it', async (_name, route) => {
    const call = callOf(route);
    const headers = { ...call.headers, 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await send({ ...call, headers });
    const refusal = isDrsPath(route.path)
      ? [400, { status_code: 400 }]
      : [422, { detail: [{ loc: ['body'] }] }];
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject(refusal);
  });
});

describe('query strings of 64 kB and more (contract 0, Sizes; contract 10.9)', () => {
  it.each(routes)('%s takes one', async (name, route) => {
    await expectSame(name, withQuery(callOf(route), `unknown=${'x'.repeat(64 * 1024)}`));
  });

  it('almost all of the 128 kB of the request line and headers are taken, and not one more', async () => {
    const limit = 128 * 1024;
    const call = (bytes: number) =>
      send({ method: 'GET', path: `/version?${'x'.repeat(bytes)}`, headers: {} });
    expect((await call(limit - 200)).status).toBe(200);
    expect((await call(limit)).status).toBe(431);
  });
});

describe('public reads ignore Authorization (contract 0, anon; contract 10.9)', () => {
  it.each(reads)('%s', async (name, route) => {
    const { ada, nersc, expired, mallory } = gateway.tokens;
    const sent = [
      `Bearer ${ada}`,
      `Bearer ${expired}`,
      `Bearer ${mallory}`,
      'Bearer',
      'Bearer x.y.z',
      'Basic eDp5',
      'Basic',
      'Digest username="x"',
      'é',
      '',
    ];
    // The default list of jobs is another one for a site (contract 2.5).
    if (route.noticesSites === undefined) sent.push(`Bearer ${nersc}`);
    for (const authorization of sent) {
      await expectSame(name, { ...callOf(route), headers: { authorization } });
    }
  });
});

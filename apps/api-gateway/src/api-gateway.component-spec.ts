import {
  accepted,
  cell,
  claimJobs,
  listJobs,
  refused,
  releaseJobs,
  reportProgress,
  ROUTES,
  type RouteContract,
  settleOperations,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import {
  type GatewayUnderTest,
  PUBLIC_URL,
  startGatewayUnderTest,
  withoutChance,
} from '../test/gateway-under-test.builder';
import { formWith } from '../test/form.builder';
import {
  answerAsUsual,
  job,
  JOB_ID,
  OBJECT_ID,
  operation,
  OP_ID,
  STORED_ID,
} from '../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
afterEach(() => {
  expect(gateway.services.faults).toEqual([]);
  answerAsUsual(gateway.services, [gateway.key.jwk]);
});

const call: GatewayUnderTest['call'] = (...asked) => gateway.call(...asked);

const form = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/token`, { method: 'POST', body: new URLSearchParams(fields), headers });

const upload = (
  path: string,
  { body, ...headers }: ReturnType<typeof formWith>,
  as: keyof typeof gateway.tokens = 'ada',
) => {
  const authorization = `Bearer ${gateway.tokens[as]}`;
  return fetch(`${gateway.url}${path}`, { method: 'POST', body, headers: { ...headers, authorization } });
};

describe('every route of the table', () => {
  const cases = Object.entries(ROUTES) as [string, RouteContract][];

  it.each(cases)('%s answers its example as the documentation says', async (name, route) => {
    const { params, query, body, reply } = route.example;
    const path = route.path.replace(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(params?.[key] ?? ''),
    );
    const url = query === undefined ? path : `${path}?${new URLSearchParams(query)}`;
    const ofSites = cell(route.auth, 'runtime-admin') === 401;
    const as = ofSites ? gateway.siteFor(route.auth) : route.auth === 'anon' ? undefined : 'ada';
    const sent = route.form
      ? form(body as Record<string, string>)
      : route.upload
        ? upload(url, formWith(route.upload, (body as Record<string, string>)[route.upload] ?? ''), as)
        : call(route.method, url, { ...(as && { as }), body });
    if (name === 'createUser') expect(body).toHaveProperty('password');
    const response = await sent;
    expect(response.status).toBe(route.ok.status);
    if (route.ok.schema === undefined) return;
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const received: unknown = await response.json();
    expect(route.ok.schema.safeParse(received).error).toBeUndefined();
    // Replies that hold what the example cannot know, or what a service makes of it.
    if (['token', 'listSites', 'jwks', 'submitChangesheet'].includes(name)) return;
    const unsigned = (body: unknown): unknown => JSON.parse(withoutChance(JSON.stringify(body)));
    expect(unsigned(received)).toEqual(unsigned(reply));
  });
});

describe('who may ask (contract 0)', () => {
  it.each([
    ['no token', undefined],
    ['a user token on a call for sites', 'ada'],
    ['an expired token', 'expired'],
  ] as const)('%s is 401 with WWW-Authenticate', async (_, as) => {
    const response = await call('POST', '/objects', { ...(as && { as }), body: {} });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ detail: expect.any(String) });
  });

  it('refuses an unknown user (401) and a disabled one (400)', async () => {
    expect((await call('GET', '/users/me', { as: 'ghost' })).status).toBe(401);
    const disabled = await call('GET', '/users/me', { as: 'mallory' });
    expect([disabled.status, await disabled.json()]).toEqual([
      400,
      { detail: expect.stringContaining('disabled'), code: 'bad-request' },
    ]);
  });

  it('ignores any Authorization header on public reads', async () => {
    for (const authorization of ['Bearer nonsense', 'Basic eDp5', `Bearer ${gateway.tokens.expired}`]) {
      const response = await fetch(`${gateway.url}/jobs/${JOB_ID}`, { headers: { authorization } });
      expect(response.status).toBe(200);
    }
  });

  it('believes what a user administers now, not what the token says', async () => {
    const response = await call('POST', '/triggers', { as: 'eve', body: ROUTES.createTrigger.example.body });
    expect(response.status).toBe(403);
    const site = await call('POST', '/workflows', { as: 'nersc', body: { id: 'w' } });
    expect(site.status).toBe(403);
  });

  it('falls back to the token while the service sites is down', async () => {
    const fresh = await gateway.key.token({ sub: 'user:nobody-yet', administers: ['nmdc-runtime'] });
    await gateway.services.stop('sites');
    const response = await fetch(`${gateway.url}/object_types`, {
      method: 'POST',
      headers: { authorization: `Bearer ${fresh}`, 'content-type': 'application/json' },
      body: '{"id":"t"}',
    });
    expect(response.status).toBe(201);
    await gateway.services.restart();
  });

  it('shows a site client as a user, and leaves out what is not stored (SET)', async () => {
    expect(await (await call('GET', '/users/me', { as: 'nersc' })).json()).toEqual({ username: 'sys0nersc' });
    expect(await (await call('GET', '/users/me', { as: 'eve' })).json()).toEqual({
      username: 'eve',
      email: 'eve@example.org',
      site_admin: [],
      disabled: false,
    });
  });
});

describe('POST /token (contract 2.1)', () => {
  const basic = { authorization: `Basic ${Buffer.from('sys0nersc:correct-horse').toString('base64')}` };

  it.each([
    [
      'id and secret in the form',
      { grant_type: 'client_credentials', client_id: 'a', client_secret: 'correct-horse' },
      {},
      200,
    ],
    ['no grant_type', { client_id: 'a', client_secret: 'correct-horse' }, {}, 200],
    ['HTTP Basic', { grant_type: 'client_credentials' }, basic, 200],
    ['HTTP Basic beside a client_id in the form', { client_id: 'a' }, basic, 401],
    ['a wrong pair', { grant_type: 'password', username: 'ada', password: 'wrong' }, {}, 401],
    ['no password', { grant_type: 'password', username: 'ada' }, {}, 400],
    ['an empty password', { grant_type: 'password', username: 'ada', password: '' }, {}, 400],
    ['nothing', {}, {}, 400],
    ['another grant_type', { grant_type: 'implicit', username: 'ada', password: 'correct-horse' }, {}, 422],
  ])('%s', async (_, fields, headers, status) => {
    const response = await form(fields as Record<string, string>, headers as Record<string, string>);
    expect(response.status).toBe(status);
    if (status === 401) expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('refusals', () => {
  it.each([
    ['GET', '/nowhere', 404, { detail: 'Not Found' }],
    ['GET', '/jobs/nmdc:sys0none', 404, { detail: 'Not found', code: 'not-found' }],
    ['GET', '/workflows/none', 404, { detail: 'Not found' }],
    ['GET', '/workflows/none/capabilities', 404, { detail: 'Not found' }],
    ['GET', '/objects/none/types', 404, { detail: 'Not found' }],
    ['GET', '/metadata/stored_files/none', 404, { detail: 'Not found' }],
    ['GET', `/objects/${OBJECT_ID}/access/none`, 404, { detail: 'Not found' }],
    ['GET', '/operations/none', 404, { detail: 'Not found' }],
    ['DELETE', '/jobs', 405, { detail: 'Method Not Allowed' }],
    ['GET', '/jobs?page_token=made-up', 400, { code: 'bad-request' }],
    ['GET', '/jobs?filter=%7B%22a%22:%7D', 422, { detail: expect.stringContaining('not JSON') }],
  ])('%s %s is %d', async (method, path, status, body) => {
    const response = await call(method, path);
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining(body)]);
  });

  it('gives none for the joins of an unknown id (contract 2.3)', async () => {
    expect(await (await call('GET', '/object_types/none/workflows')).json()).toEqual([]);
    expect(await (await call('GET', '/workflows/none/object_types')).json()).toEqual([]);
  });

  it('names the unregistered half of a trigger', async () => {
    const post = (body: unknown) => call('POST', '/triggers', { as: 'ada', body });
    const type = await post({ object_type_id: 'no-type', workflow_id: 'test' });
    expect([type.status, await type.json()]).toEqual([
      400,
      { detail: expect.stringContaining('no-type'), code: 'unknown-object-type' },
    ]);
    const workflow = await post({ object_type_id: 'test', workflow_id: 'no-workflow' });
    expect(await workflow.json()).toMatchObject({ code: 'unknown-workflow' });
  });

  it('passes on 409, 403 and 400 of the services', async () => {
    expect((await call('POST', '/sites', { as: 'ada', body: { id: 'NERSC' } })).status).toBe(409);
    const user = { username: 'x', password: 'long-enough' };
    expect((await call('POST', '/users', { as: 'eve', body: user })).status).toBe(403);
    const tagged = await call('PUT', `/objects/${OBJECT_ID}/types`, { as: 'ada', body: ['nope'] });
    expect([tagged.status, await tagged.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'unknown-object-type' }),
    ]);
  });

  it('tells a fault of ours in plain text, and nothing of its cause', async () => {
    gateway.services.answer(listJobs, () => {
      throw new DomainError('internal', 'relation "jobs" does not exist');
    });
    const response = await call('GET', '/jobs');
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toBe('Internal Server Error');
  });

  it('gives problem details to those who accept them (RFC 9457)', async () => {
    const response = await call('GET', '/jobs/none', { accept: 'application/problem+json' });
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'there is no none',
      code: 'not-found',
      trace_id: response.headers.get('x-trace-id'),
    });
  });
});

describe('claims, releases and operations', () => {
  it.each(['job-claimed', 'job-not-queued', 'held-by-your-site'])(
    'refuses a claim (409, %s) with a JSON text in words, or with problem details (design 5, contract 8.3)',
    async (code) => {
      const words = 'EMSL holds this job';
      gateway.services.answer(claimJobs, () => ({ items: [refused(code, words)], remaining: false }));
      const plain = await call('POST', `/jobs/${JOB_ID}:claim`, { as: 'nersc' });
      expect([plain.status, await plain.text()]).toEqual([409, JSON.stringify(words)]);
      expect(plain.headers.get('content-type')).toMatch(/^application\/json/);
      const problem = await call('POST', `/jobs/${JOB_ID}:claim`, {
        as: 'nersc',
        accept: 'application/problem+json, application/json',
      });
      expect(problem.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await problem.json()).toMatchObject({ status: 409, code, detail: words });
    },
  );

  it('passes on 403 for a missing capability', async () => {
    gateway.services.answer(claimJobs, () => ({
      items: [refused('missing-capability', 'NERSC lacks gpu')],
      remaining: false,
    }));
    const response = await call('POST', `/jobs/${JOB_ID}:claim`, { as: 'nersc' });
    expect([response.status, await response.json()]).toEqual([
      403,
      { detail: 'NERSC lacks gpu', code: 'missing-capability' },
    ]);
  });

  it('asks as the site of the token', async () => {
    const callers: unknown[] = [];
    gateway.services.answer(claimJobs, (_, caller) => {
      callers.push(caller);
      return { items: [accepted({ job, operation })], remaining: false };
    });
    await call('POST', `/jobs/${JOB_ID}:claim`, { as: 'nersc' });
    expect(callers).toEqual([{ kind: 'site', siteId: 'NERSC', clientId: 'sys0nersc' }]);
  });

  it('releases each id once, in batches, and skips unknown ones', async () => {
    const asked: number[] = [];
    gateway.services.answer(releaseJobs, ({ job_ids }) => {
      asked.push(job_ids.length);
      return { items: job_ids.map((id) => (id === JOB_ID ? accepted(job) : refused('not-found', 'none'))) };
    });
    const others = Array.from({ length: 1500 }, (_, n) => `other-${n}`);
    const body = { job_ids: [JOB_ID, ...others, JOB_ID] };
    const response = await call('POST', '/jobs/release', { as: 'nersc', body });
    expect([response.status, asked]).toEqual([200, [1000, 501]]);
    expect(await response.json()).toEqual([expect.objectContaining({ id: JOB_ID, claims: [], name: null })]);
    expect((await call('POST', '/jobs/release', { as: 'nersc', body: [JOB_ID] })).status).toBe(422);
  });

  it('asks by itself for a released job that was too large for a batch reply', async () => {
    gateway.services.answer(releaseJobs, () => ({ items: [refused('overloaded', 'too much to show')] }));
    const response = await call('POST', '/jobs/release', { as: 'nersc', body: { job_ids: [JOB_ID] } });
    expect([response.status, await response.json()]).toEqual([
      200,
      [expect.objectContaining({ id: JOB_ID })],
    ]);
  });

  it('reports progress unless done is true, and sends only what was sent', async () => {
    const asked: unknown[] = [];
    const answer = ({ items }: { items: unknown[] }) => {
      asked.push(...items);
      return { items: [accepted(operation)] };
    };
    gateway.services.answer(reportProgress, answer);
    const patch = (body: unknown) => call('PATCH', `/operations/${OP_ID}`, { as: 'nersc', body });
    expect((await patch({ done: false, metadata: { step: 1 } })).status).toBe(200);
    expect((await patch({ done: false, metadata: null, result: null, id: 'x' })).status).toBe(200);
    expect(asked).toEqual([
      { id: OP_ID, metadata: { step: 1 } },
      { id: OP_ID, result: null },
    ]);
  });

  it('settles when done is true, also in the other spellings', async () => {
    const asked: unknown[] = [];
    gateway.services.answer(settleOperations, ({ items }) => {
      asked.push(...items);
      return { items: [accepted(operation)] };
    });
    await call('PATCH', `/operations/${OP_ID}`, { as: 'nersc', body: { done: 'true' } });
    expect(asked).toEqual([{ id: OP_ID }]);
  });

  it.each(['operation-settled', 'operation-cancelled', 'operation-released', 'operation-expired'])(
    'a write after the end is 409 with the code %s',
    async (code) => {
      gateway.services.answer(settleOperations, () => ({ items: [refused(code, 'it has ended')] }));
      const response = await call('PATCH', `/operations/${OP_ID}`, { as: 'nersc', body: { done: true } });
      expect([response.status, await response.json()]).toEqual([409, { detail: 'it has ended', code }]);
    },
  );

  it('refuses another site', async () => {
    gateway.services.answer(reportProgress, () => ({ items: [refused('forbidden', 'not yours')] }));
    expect((await call('PATCH', `/operations/${OP_ID}`, { as: 'nersc', body: {} })).status).toBe(403);
  });
});

describe('objects', () => {
  it('refuses an id with a colon', async () => {
    expect((await call('GET', '/ga4gh/drs/v1/objects/a:b')).status).toBe(400);
    expect((await call('GET', '/objects/nmdc:abc')).status).toBe(422);
  });

  it('sends stored bytes chunk by chunk, as an attachment of its own type', async () => {
    const response = await call('GET', `/metadata/stored_files/${STORED_ID}`);
    expect(response.headers.get('content-type')).toBe('text/x-reads');
    expect(response.headers.get('content-length')).toBe('16');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="my _reads_.txt"');
    expect(await response.text()).toBe('chunk 0;chunk 1.');
  });

  it('tells where a value is wrong as clients know it', async () => {
    const object = { ...(ROUTES.createObject.example.body as object), size: '12', checksums: [{}] };
    const response = await call('POST', '/objects', { as: 'nersc', body: object });
    expect(response.status).toBe(422);
    const { detail } = (await response.json()) as { detail: unknown };
    expect(detail).toEqual([
      { type: 'missing', loc: ['body', 'checksums', 0, 'checksum'], msg: 'Field required', input: {} },
      { type: 'missing', loc: ['body', 'checksums', 0, 'type'], msg: 'Field required', input: {} },
      { type: 'int_type', loc: ['body', 'size'], msg: 'Input should be a valid integer', input: '12' },
    ]);
  });
});

describe('the runtime itself', () => {
  it('leads from / to the documentation, which is a page', async () => {
    const root = await call('GET', '/');
    expect([root.status, root.headers.get('location')]).toEqual([303, `${PUBLIC_URL}/docs`]);
    const docs = await call('GET', '/docs');
    expect([docs.status, docs.headers.get('content-type')]).toEqual([200, expect.stringMatching(/html/)]);
    const document = (await (await call('GET', '/openapi.json')).json()) as { paths: object };
    expect(document.paths).toHaveProperty(['/jobs/{job_id}:claim', 'post']);
  });

  it('lets browsers of known origins in, with credentials', async () => {
    const from = async (origin: string) => {
      const response = await fetch(`${gateway.url}/version`, { headers: { origin } });
      return response.headers.get('access-control-allow-origin');
    };
    for (const origin of ['http://localhost:5173', 'https://data.microbiomedata.org']) {
      expect(await from(origin)).toBe(origin);
    }
    expect(await from('https://evil.example.org')).toBeNull();
    expect(await from('https://microbiomedata.org.evil.example')).toBeNull();
  });
});

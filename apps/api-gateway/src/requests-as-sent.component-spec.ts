import {
  accepted,
  cell,
  createJobs,
  listJobs,
  readContent,
  type RouteContract,
  ROUTES,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { type GatewayUnderTest, startGatewayUnderTest } from '../test/gateway-under-test.builder';
import { rawRequest } from '../test/raw-request.builder';
import { answerAsUsual, job, JOB_ID, OBJECT_ID, STORED_ID } from '../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
afterEach(() => {
  expect(gateway.services.faults).toEqual([]);
  answerAsUsual(gateway.services, [gateway.key.jwk]);
});

const raw = (method: string, path: string, headers: Record<string, string> = {}, body?: Buffer | string) =>
  rawRequest(gateway.url, method, path, headers, body);

const asSite = () => ({ authorization: `Bearer ${gateway.tokens.nersc}` });
const asAda = () => ({ authorization: `Bearer ${gateway.tokens.ada}` });
const json = { 'content-type': 'application/json' };

describe('paths (contract 0)', () => {
  it.each([
    ['a raw colon', `/jobs/${JOB_ID}:claim`],
    ['encoded colons', `/jobs/${encodeURIComponent(JOB_ID)}%3Aclaim`],
    ['lower-case encoding', `/jobs/${JOB_ID.replace(':', '%3a')}%3aclaim`],
    ['a mixture, and unknown parameters', `/jobs/${JOB_ID}%3Aclaim?max_page_size=1`],
  ])('claims by %s', async (_, path) => {
    expect((await raw('POST', path, asSite())).status).toBe(200);
  });

  it('finds ids with raw and encoded colons, and with encoded slashes', async () => {
    expect((await raw('GET', `/jobs/${JOB_ID}`)).status).toBe(200);
    expect((await raw('GET', `/jobs/${encodeURIComponent(JOB_ID)}`)).status).toBe(200);
    const odd = await raw('GET', '/object_types/schema%23%2Fdefinitions%2FDatabase');
    expect([odd.status, odd.text]).toEqual([404, expect.stringContaining('schema#/definitions/Database')]);
  });

  it('takes a verb for one only with its own method', async () => {
    expect((await raw('GET', `/jobs/${JOB_ID}:claim`)).status).toBe(404);
    expect((await raw('POST', '/sites/NERSC:generateCredentials', asAda())).status).toBe(200);
    expect((await raw('POST', `/jobs/${JOB_ID}/~claim`, asSite())).status).toBe(404);
  });

  it.each([
    ['/jobs/', '/jobs'],
    ['/users/me/?a=1&b=/', '/users/me?a=1&b=/'],
    [`/jobs/${JOB_ID}:claim/`, `/jobs/${JOB_ID}:claim`],
    ['//evil.example.org/', '/evil.example.org'],
    ['/\\evil.example.org/', '/evil.example.org'],
  ])('%s answers 307 to %s', async (path, target) => {
    const reply = await raw('POST', path, asSite());
    expect([reply.status, reply.headers.location]).toEqual([307, target]);
  });

  it.each(['/%E0%A4%A', '/jobs/%00', '/jobs/%', `/jobs/${'x'.repeat(5000)}`, '*', '/jobs/a%2'])(
    'refuses %p without a fault',
    async (path) => {
      const { status } = await raw('GET', path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  it('says which methods a path takes', async () => {
    const reply = await raw('GET', '/token');
    expect([reply.status, reply.headers.allow]).toEqual([405, 'POST']);
  });
});

describe('bodies and labels (contract 0)', () => {
  const jobBody = JSON.stringify(ROUTES.createJob.example.body);

  it.each([
    ['no label', {}],
    ['JSON', json],
    ['JSON with a charset', { 'content-type': 'application/json; charset=utf-8' }],
  ])('takes JSON with %s', async (_, label) => {
    expect((await raw('POST', '/jobs', { ...asSite(), ...label }, jobBody)).status).toBe(201);
  });

  it('refuses JSON labelled as a form', async () => {
    const label = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await raw('POST', '/jobs', { ...asSite(), ...label }, jobBody)).status).toBe(422);
  });

  it.each(['claim', 'release'])('takes :%s with an empty body labelled JSON', async (verb) => {
    const { status } = await raw(
      'POST',
      `/jobs/${JOB_ID}:${verb}`,
      { ...asSite(), ...json, 'content-length': '0' },
      '',
    );
    expect(status).toBe(200);
  });

  it('ignores unknown fields and parameters', async () => {
    const body = JSON.stringify({
      ...(ROUTES.createObject.example.body as object),
      id: 'mine',
      self_uri: 'drs://x/mine',
    });
    const reply = await raw('POST', '/objects?x=1', { ...asSite(), ...json }, body);
    expect([reply.status, JSON.parse(reply.text)]).toEqual([201, ROUTES.createObject.example.reply]);
  });

  it('tells where JSON breaks off', async () => {
    const reply = await raw('POST', '/jobs', { ...asSite(), ...json }, '{"workflow": }');
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([
      422,
      { detail: [{ type: 'json_invalid', loc: ['body', 13], msg: 'JSON decode error' }] },
    ]);
  });

  it('never repeats a password', async () => {
    const body = JSON.stringify({ username: 7, password: 'hunter2' });
    const reply = await raw('POST', '/users', { ...asAda(), ...json }, body);
    expect([reply.status, reply.text]).toEqual([422, expect.not.stringContaining('hunter2')]);
    const missing = await raw('POST', '/users', { ...asAda(), ...json }, '{"password":"hunter2-hunter2"}');
    expect([missing.status, missing.text]).toEqual([422, expect.not.stringContaining('hunter2')]);
  });
});

describe('sizes', () => {
  it('takes 64 kB of query, refuses more headers than it takes with 431', async () => {
    expect((await raw('GET', `/version?ids=${'x'.repeat(64 * 1024)}`)).status).toBe(200);
    const much = await raw('GET', '/version', { 'x-much': 'x'.repeat(200 * 1024) });
    expect([much.status, JSON.parse(much.text)]).toMatchObject([431, { detail: expect.any(String) }]);
  });

  it('takes bodies up to 25 MB; 413 for one above', async () => {
    const post = (bytes: number) =>
      raw(
        'POST',
        '/jobs',
        { ...asSite(), ...json },
        JSON.stringify({ workflow: { id: 'w' }, config: { text: 'x'.repeat(bytes) } }),
      );
    expect((await post(3e6)).status).toBe(201);
    expect((await post(25e6)).status).toBe(201);
    expect((await post(25 * 1024 * 1024)).status).toBe(413);
  });

  it('holds few large bodies at once, refuses more with 503, and serves small ones meanwhile', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let working = 0;
    gateway.services.answer(createJobs, async ({ items }) => {
      working += 1;
      await gate;
      // Large replies are another matter.
      return { items: items.map(() => accepted(job)) };
    });
    const post = (bytes: number) =>
      raw(
        'POST',
        '/jobs',
        { ...asSite(), ...json },
        JSON.stringify({ workflow: { id: 'w' }, config: { text: 'x'.repeat(bytes) } }),
      );
    const four = Array.from({ length: 4 }, () => post(25e6));
    await eventually('four are worked on', () => working === 4, { timeoutMs: 40_000 });
    const two = [post(25e6), post(25e6)];
    expect((await Promise.race(two)).status).toBe(503);
    expect((await raw('GET', `/jobs/${JOB_ID}`)).status).toBe(200);
    open();
    const statuses = (await Promise.all([...four, ...two])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 201, 201, 201, 201, 503]);
    expect((await post(10e6)).status).toBe(201);
  }, 60_000);
});

describe('bad input', () => {
  const bodies: [string, Buffer | string][] = [
    ['no JSON', 'hello'],
    ['half of JSON', '{"a":'],
    ['null', 'null'],
    ['a list', '[1,2]'],
    ['a text', '"x"'],
    ['a number', '12'],
    ['prototype keys', '{"__proto__":{"admin":true},"constructor":{"prototype":{}},"workflow":{"id":1}}'],
    ['deep JSON', `{"config":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['NUL', '{"id":"a\\u0000b","workflow":{"id":"a\\u0000"},"config":{"\\u0000":1}}'],
    ['a lone surrogate', '{"id":"\\ud800","workflow":{"id":"\\ud800"},"config":{}}'],
    ['a huge number', '{"workflow":{"id":"w"},"config":{"n":1e999},"size":1e999}'],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    [
      'wrong types',
      '{"id":7,"username":[],"password":{},"workflow":"w","config":[],"job_ids":"x","done":"maybe"}',
    ],
  ];
  const labels = ['application/json', 'text/plain', 'nonsense', 'multipart/form-data; boundary=x'];
  const routes = (Object.values(ROUTES) as RouteContract[]).filter(({ body }) => body !== undefined);

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s answers no body with a fault',
    async (_, route) => {
      const path = route.path.replace(/\{\w+\}/g, 'some-id');
      const ofSites = cell(route.auth, 'runtime-admin') === 401;
      const headers = ofSites ? asSite() : asAda();
      for (const [name, body] of bodies) {
        for (const label of labels) {
          const reply = await raw(route.method, path, { ...headers, 'content-type': label }, body);
          expect([name, label, reply.status]).toEqual([name, label, expect.any(Number)]);
          expect(reply.status).toBeLessThan(500);
          if (ofSites) expect(reply.status).toBeGreaterThanOrEqual(400);
        }
      }
      expect((await raw('GET', '/version')).status).toBe(200);
    },
    60_000,
  );

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer a.b.c',
    'Basic eDp5',
    `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"user:ada"}').toString('base64url')}.`,
    `Bearer ${'x'.repeat(10_000)}`,
  ])('takes %p for no token', async (authorization) => {
    expect((await raw('GET', '/users/me', { authorization })).status).toBe(401);
  });
});

describe('a service that is down', () => {
  it('is 503 with Retry-After, in the reply and in /health, until it is back', async () => {
    await gateway.services.stop('jobs');
    for (const [method, path] of [
      ['GET', '/jobs'],
      ['GET', `/jobs/${JOB_ID}`],
      ['POST', `/jobs/${JOB_ID}:claim`],
      ['GET', '/workflows'],
    ] as const) {
      const reply = await raw(method, path, asSite());
      expect([reply.status, reply.headers['retry-after']]).toEqual([503, '1']);
      expect(JSON.parse(reply.text)).toMatchObject({ code: 'unavailable' });
    }
    const health = await raw('GET', '/health');
    expect([health.status, health.text]).toEqual([503, '{"web_server":true,"database":false}']);
    await gateway.services.restart();
    expect((await raw('GET', '/health')).status).toBe(200);
    expect((await raw('GET', '/jobs')).status).toBe(200);
  });

  it('breaks a reply off when it goes away in the middle, so that nobody takes half for all', async () => {
    gateway.services.answer(readContent, ({ n }) => {
      if (n > 0) throw new DomainError('unavailable', 'gone');
      const bytes = Buffer.alloc(100).toString('base64');
      return { bytes, last: false, size: 200, mime_type: 'text/plain', name: 'x' };
    });
    gateway.services.answer(listJobs, ({ after }) => {
      if (after !== undefined) throw new DomainError('unavailable', 'gone');
      return { jobs: [job], more: true };
    });
    await expect(raw('GET', `/metadata/stored_files/${STORED_ID}`)).rejects.toThrow();
    await expect(raw('GET', '/jobs?max_page_size=0')).rejects.toThrow();
    expect((await raw('GET', '/version')).status).toBe(200);
  });
});

describe('traces and load', () => {
  it("carries the client's trace to the services, and names it in the reply", async () => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${id}-00f067aa0ba902b7-01`;
    const body = JSON.stringify(['test']);
    const reply = await raw('PUT', `/objects/${OBJECT_ID}/types`, { ...asAda(), ...json, traceparent }, body);
    expect([reply.status, reply.headers['x-trace-id']]).toEqual([200, id]);
    expect(gateway.services.traces.get('tag-objects')).toContain(id);
  });

  it('begins a trace for a request without a valid one', async () => {
    const reply = await raw('GET', `/jobs/${JOB_ID}`, { traceparent: 'nonsense' });
    expect(reply.headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(gateway.services.traces.get('get-jobs')).toContain(reply.headers['x-trace-id']);
  });

  it('refuses with 503 what comes above MAX_IN_FLIGHT, and serves again afterwards', async () => {
    const small = await gateway.start({ MAX_IN_FLIGHT: '1' });
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let asked = false;
    gateway.services.answer(listJobs, async () => {
      asked = true;
      await gate;
      return { jobs: [], more: false };
    });
    const first = fetch(`${small.url}/jobs`);
    await eventually('the first request to reach the service', () => asked);
    const second = await fetch(`${small.url}/version`);
    expect([second.status, second.headers.get('retry-after'), await second.json()]).toEqual([
      503,
      '1',
      expect.objectContaining({ code: 'overloaded' }),
    ]);
    open();
    expect((await first).status).toBe(200);
    await eventually('the gateway to serve again', async () => (await fetch(`${small.url}/version`)).ok);
    await small.stop();
  });
});

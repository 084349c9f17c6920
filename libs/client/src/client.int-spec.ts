import { CallboardClient } from './client';
import { CallboardError, NoAnswerError } from './callboard-error';
import { type Answer, Gateway, type Heard } from './gateway.builder';
import type { ClientOptions } from './client-options';

const login = { clientId: 'lab', clientSecret: 'secret' };
const retries = { tries: 3, firstDelayMs: 1, longestDelayMs: 2_000 };
const busy = { status: 503, body: { detail: 'busy', code: 'overloaded' } };
const job = { workflow: { id: 'test' }, config: {} };
let gateway: Gateway;

afterEach(() => gateway.stop());

async function clientOf(
  answer: (heard: Heard, nth: number) => Answer,
  options: Partial<ClientOptions> = {},
): Promise<CallboardClient> {
  gateway = await Gateway.start(answer);
  return new CallboardClient({ url: gateway.url, login, retries, ...options });
}

describe('a call', () => {
  it('puts ids into the path, a filter into the query as JSON, and a token only where one is asked for', async () => {
    const client = await clientOf(() => ({ body: { resources: [] } }));
    await client.call('getJob', { params: { job_id: 'nmdc:sys0/x' } });
    await client.call('listObjects', { query: { filter: { name: 'a&b' }, max_page_size: 5 } });
    await client.call('createJob', { body: job });
    expect(gateway.heard.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /jobs/nmdc%3Asys0%2Fx',
      'GET /objects?filter=%7B%22name%22%3A%22a%26b%22%7D&max_page_size=5',
      'POST /jobs',
    ]);
    expect(gateway.heard.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
      'Bearer token 1',
    ]);
    expect(JSON.parse(gateway.heard[2]?.body ?? '')).toEqual(job);
  });

  it('tells a site where the answer depends on it, and no user there', async () => {
    const client = await clientOf(() => ({ body: { resources: [] } }));
    await client.call('listJobs');
    const user = new CallboardClient({ url: gateway.url, login: { username: 'ada', password: 'p' } });
    await user.call('listJobs');
    expect(gateway.heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer token 1', undefined]);
  });

  it('keeps a path of the address, and gives no body for none', async () => {
    gateway = await Gateway.start(() => 204);
    const client = new CallboardClient({ url: `${gateway.url}/api/`, login: { token: 'mine' } });
    expect(
      await client.call('takeAllowance', { query: { username: 'lab', action: '/wf_file_staging' } }),
    ).toBeUndefined();
    expect(gateway.heard[0]).toMatchObject({
      url: '/api/admin/allowances?username=lab&action=%2Fwf_file_staging',
      headers: { authorization: 'Bearer mine' },
    });
  });

  it('says what is missing before it sends anything', async () => {
    const client = await clientOf(() => 200, { login: undefined });
    await expect(client.call('me')).rejects.toThrow('GET /users/me asks who calls: give the client a login');
    await expect(client.call('getJob', { params: { job_id: '' } })).rejects.toThrow(
      'needs the parameter job_id',
    );
    await expect(client.call('version', { body: 1 })).rejects.toThrow('GET /version takes no body');
    expect(gateway.heard).toEqual([]);
  });

  it('gives an answer unread that takes longer than a call may', async () => {
    const client = await clientOf(() => ({ headers: { 'content-type': 'text/plain' }, body: 'bytes' }));
    const response = await client.open('storedFile', { params: { object_id: 'gfs0x' }, timeoutMs: 200 });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await response.text()).toBe('bytes');
  });
});

describe('a refusal', () => {
  it('is an error with status, code and detail', async () => {
    const detail = 'another site holds it';
    const body = { type: 'about:blank', status: 409, detail, code: 'job-claimed', details: { site: 'B' } };
    const client = await clientOf(() => ({
      status: 409,
      headers: { 'content-type': 'application/problem+json', 'x-trace-id': 'abc' },
      body,
    }));
    const refused = client.call('claimJob', { params: { job_id: 'j' } });
    await expect(refused).rejects.toBeInstanceOf(CallboardError);
    await expect(refused).rejects.toMatchObject({
      status: 409,
      code: 'job-claimed',
      detail,
      details: { site: 'B' },
      traceId: 'abc',
      message: `POST /jobs/{job_id}:claim is refused with 409 job-claimed: ${detail}`,
    });
    expect(gateway.heard).toHaveLength(1);
  });

  it.each([
    ['text', 'Bad Gateway page', 'Bad Gateway page'],
    ['a JSON text', JSON.stringify('held by your site'), 'held by your site'],
    ['a list of faults', { detail: [{ loc: ['body'] }] }, [{ loc: ['body'] }]],
  ])('is read from %s', async (_, body, detail) => {
    const client = await clientOf(() => ({ status: 400, body }));
    await expect(client.call('version')).rejects.toMatchObject({ status: 400, code: undefined, detail });
  });
});

describe('tokens', () => {
  it('are fetched once however many calls wait, and renewed before their end', async () => {
    const client = await clientOf(() => ({ body: {} }));
    await Promise.all([1, 2, 3, 4].map(() => client.call('me')));
    expect(gateway.tokens).toBe(1);
    gateway.tokenLife = { days: 0 };
    const other = new CallboardClient({ url: gateway.url, login });
    await other.call('me');
    await other.call('me');
    expect(gateway.tokens).toBe(3);
  });

  it('are renewed once when refused, by one request, and the call is made again', async () => {
    const client = await clientOf(({ headers }) =>
      headers.authorization === 'Bearer token 1' ? 401 : { body: { username: 'lab' } },
    );
    const replies = await Promise.all([1, 2, 3].map(() => client.call('me')));
    expect(replies).toEqual([1, 2, 3].map(() => ({ username: 'lab' })));
    expect(gateway.tokens).toBe(2);
  });

  it('are not renewed for ever', async () => {
    const client = await clientOf(() => ({ status: 401, body: { detail: 'who?' } }));
    await expect(client.call('me')).rejects.toMatchObject({ status: 401, detail: 'who?' });
    expect([gateway.heard.length, gateway.tokens]).toEqual([2, 2]);
  });
});

describe('repeats', () => {
  it('bear the same key, another one for each call', async () => {
    const client = await clientOf((_, nth) =>
      nth === 1 ? 'hang up' : nth === 2 ? busy : { body: { id: 'j' } },
    );
    expect(await client.call('createJob', { body: job })).toEqual({ id: 'j' });
    await client.call('createJob', { body: job });
    const keys = gateway.heard.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect([keys[1], keys[2]]).toEqual([keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('are made for reads and for writes that pass keys over, which are sent none', async () => {
    const client = await clientOf((_, nth) => (nth % 2 === 1 ? busy : { body: {} }));
    await client.call('getJob', { params: { job_id: 'j' } });
    await client.call('patchOperation', { params: { op_id: 'o' }, body: { done: true } });
    expect(gateway.heard).toHaveLength(4);
    expect(gateway.heard.some(({ headers }) => 'idempotency-key' in headers)).toBe(false);
  });

  it.each([
    ['credentials, which would be two', 'generateCredentials', { params: { site_id: 's' } }],
    ['a DELETE, whose second one finds nothing', 'takeAllowance', { query: { username: 'a', action: 'b' } }],
  ] as const)('are not made of %s', async (_, name, request) => {
    const client = await clientOf(() => 'hang up');
    await expect(client.call(name, request as never)).rejects.toBeInstanceOf(NoAnswerError);
    expect(gateway.heard).toHaveLength(1);
  });

  it('wait as long as they are told to, and give up where that is too long', async () => {
    const client = await clientOf((_, nth) =>
      nth === 1 ? { ...busy, headers: { 'retry-after': '1' } } : 200,
    );
    const before = performance.now();
    await client.call('version');
    expect(performance.now() - before).toBeGreaterThan(990);
    await gateway.stop();
    const impatient = await clientOf(() => ({ ...busy, headers: { 'retry-after': '60' } }));
    await expect(impatient.call('version')).rejects.toMatchObject({ status: 503, retryAfterMs: 60_000 });
    expect(gateway.heard).toHaveLength(1);
  });

  it('end after so many tries, with the last refusal', async () => {
    const client = await clientOf(() => busy);
    await expect(client.call('version')).rejects.toMatchObject({ status: 503, code: 'overloaded' });
    expect(gateway.heard).toHaveLength(retries.tries);
  });

  it('end when time is up, with what was seen last', async () => {
    const client = await clientOf(() => ({ ...busy, headers: { 'retry-after': '2' } }), { timeoutMs: 100 });
    await expect(client.call('version')).rejects.toMatchObject({
      name: 'NoAnswerError',
      message: 'GET /version was not answered: it did not succeed within 100 ms',
      cause: { status: 503 },
    });
  });

  it('are made of a try that takes too long', async () => {
    const client = await clientOf((_, nth) => (nth === 1 ? 'say nothing' : { body: { ok: 1 } }), {
      tryTimeoutMs: 50,
    });
    expect(await client.call('version')).toEqual({ ok: 1 });
  });

  it('end at once by your own signal, with its reason', async () => {
    const client = await clientOf(() => 'say nothing');
    const stop = new AbortController();
    const call = client.call('version', { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });
});

describe('a list', () => {
  const pages: Record<string, Answer> = {
    none: { body: { resources: [{ id: 'a' }, { id: 'b' }], next_page_token: 't1' } },
    t1: { body: { resources: [{ id: 'c' }], next_page_token: null } },
  };
  const tokenOf = ({ url }: Heard): string =>
    new URL(url, 'http://x').searchParams.get('page_token') ?? 'none';

  it('gives the items of all pages, each asked for with the same filter when it is needed', async () => {
    const client = await clientOf((heard) => pages[tokenOf(heard)] ?? 400);
    const ids: string[] = [];
    for await (const { id } of client.list('listOperations', { query: { filter: { done: false } } })) {
      ids.push(id);
      if (id === 'a') expect(gateway.heard).toHaveLength(1);
    }
    expect(ids).toEqual(['a', 'b', 'c']);
    const filters = gateway.heard.map(({ url }) => new URL(url, 'http://x').searchParams.get('filter'));
    expect(filters).toEqual(['{"done":false}', '{"done":false}']);
  });

  it('does not go round in circles', async () => {
    const client = await clientOf(() => ({ body: { resources: [], next_page_token: 'same' } }));
    const all = async (): Promise<void> => {
      for await (const item of client.list('listJobs')) expect(item).toBeUndefined();
    };
    await expect(all()).rejects.toThrow('a page names its own token same as the next');
  });
});

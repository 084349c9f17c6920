import { listJobs, listOperations } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { answerAsUsual, job, operation } from '../../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;
/** What the service was asked, in turn. */
let asked: { limit: number; filter?: string | undefined; offered_to?: string | undefined }[];

const ids = Array.from({ length: 1250 }, (_, n) => `nmdc:sys0${String(n).padStart(4, '0')}`);

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => {
  asked = [];
  answerAsUsual(gateway.services, [gateway.key.jwk]);
  gateway.services.answer(listJobs, (input) => {
    asked.push(input);
    const rest = ids.filter((id) => input.after === undefined || id > input.after);
    return {
      jobs: rest.slice(0, input.limit).map((id) => ({ ...job, id })),
      more: rest.length > input.limit,
    };
  });
});
afterEach(() => expect(gateway.services.faults).toEqual([]));

interface PageReply {
  resources: { id: string }[];
  next_page_token?: string;
}

const get = (path: string, token?: string) =>
  fetch(gateway.url + path, {
    headers: { connection: 'close', ...(token && { authorization: `Bearer ${token}` }) },
  });
const page = async (query: Record<string, string>, token?: string) =>
  (await (await get(`/jobs?${new URLSearchParams(query)}`, token)).json()) as PageReply;

describe('pages (contract 3.6)', () => {
  it('D12: follow tokens to the end, where the token is absent; tokens can be used again and again', async () => {
    const seen: string[] = [];
    const query: Record<string, string> = { max_page_size: '600', filter: '{"state":"queued"}' };
    for (;;) {
      const reply = await page(query);
      expect(await page(query)).toEqual(reply);
      seen.push(...reply.resources.map(({ id }) => id));
      if (reply.next_page_token === undefined) break;
      query.page_token = reply.next_page_token;
    }
    expect(seen).toEqual(ids);
    expect(new Set(asked.map(({ filter }) => filter))).toEqual(new Set(['{"state":"queued"}']));
  });

  it('give 20 unless told, everything below 1, and everything when all fit', async () => {
    expect((await page({})).resources).toHaveLength(20);
    for (const max_page_size of ['0', '-1', '10000']) {
      const reply = await page({ max_page_size });
      expect([reply.resources.length, reply.next_page_token]).toEqual([1250, undefined]);
    }
  });

  it('D12: refuse the token of another list, or of another filter', async () => {
    const { next_page_token: page_token = '' } = await page({ max_page_size: '1', filter: '{"a":1}' });
    const status = async (path: string) => (await get(path)).status;
    expect(await status(`/jobs?${new URLSearchParams({ page_token, filter: '{ "a": 1 }' })}`)).toBe(200);
    expect(await status(`/jobs?${new URLSearchParams({ page_token, filter: '{"a":2}' })}`)).toBe(400);
    expect(await status(`/jobs?${new URLSearchParams({ page_token })}`)).toBe(400);
    expect(await status(`/sites?${new URLSearchParams({ page_token, filter: '{"a":1}' })}`)).toBe(400);
  });

  it('ask for a large page in parts, the next one while one is written', async () => {
    await page({ max_page_size: '1100' });
    expect(asked.map(({ limit }) => limit)).toEqual([500, 500, 100]);
  });

  it('say on the last one what unchanged clients know: null for FULL and RAW lists, nothing for SET', async () => {
    for (const [path, last] of [
      ['/operations', { next_page_token: null }],
      ['/objects', { next_page_token: null }],
      ['/sites?max_page_size=0', {}],
    ] as const) {
      const { resources, ...rest } = (await (await get(path)).json()) as PageReply;
      expect([path, resources.length > 0, rest]).toEqual([path, true, last]);
    }
  });
});

describe('filters on their way (contract 3.6)', () => {
  it.each(['', ' ', '{}', ' { } '])('%j asks for everything', async (filter) => {
    await page({ filter, max_page_size: '1' });
    expect(asked).toEqual([{ limit: 1, in_tail: true }]);
  });

  it.each([
    ['[1]', /starts with \{/],
    ['a:1', /starts with \{/],
    ['{"a"}', /not JSON/],
  ])('%j is a 422 in words', async (filter, words) => {
    const response = await get(`/jobs?${new URLSearchParams({ filter })}`);
    const { detail } = (await response.json()) as { detail: unknown };
    expect([response.status, detail]).toEqual([422, expect.stringMatching(words)]);
    expect(asked).toEqual([]);
  });

  it('give the words of the service that refuses one', async () => {
    gateway.services.answer(listJobs, () => {
      throw new DomainError('invalid-input', 'the operator $near is not known here');
    });
    const response = await get(`/jobs?${new URLSearchParams({ filter: '{"a":{"$near":1}}' })}`);
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({ detail: 'the operator $near is not known here' }),
    ]);
  });
});

describe('projection (contract 3.6)', () => {
  it('keeps what was asked for and the id, in JSON quotes too', async () => {
    for (const projection of ['id,workflow.id', '"id, workflow.id"']) {
      const { resources } = await page({ projection, max_page_size: '1' });
      expect(resources).toEqual([{ id: ids[0], workflow: { id: job.workflow.id } }]);
    }
  });

  it('D13: works on operations without expire_time', async () => {
    gateway.services.answer(listOperations, () => ({ operations: [operation], more: false }));
    const response = await get('/operations?projection=done');
    expect(await response.json()).toEqual({
      resources: [{ id: operation.id, done: operation.done }],
      next_page_token: null,
    });
  });

  it('D14: shows nothing that the whole would not', async () => {
    const { resources } = await page({ projection: 'traceparent,priority,size_bytes', max_page_size: '1' });
    expect(resources).toEqual([{ id: ids[0] }]);
    const sites = await get('/sites?projection=clients,hashed_secret,version&max_page_size=1');
    expect(((await sites.json()) as PageReply).resources.map((site) => Object.keys(site))).toEqual([['id']]);
  });
});

describe('the default list of jobs (contract 2.5)', () => {
  it('is what the site is offered; an empty filter shows all, and so does a user (D6)', async () => {
    await page({ max_page_size: '1' }, gateway.tokens.nersc);
    await page({ max_page_size: '1', filter: '' }, gateway.tokens.nersc);
    await page({ max_page_size: '1', filter: '{}' }, gateway.tokens.nersc);
    await page({ max_page_size: '1' }, gateway.tokens.ada);
    await page({ max_page_size: '1' });
    expect(asked).toEqual([
      { limit: 1, in_tail: true, offered_to: 'NERSC' },
      ...Array.from({ length: 4 }, () => ({ limit: 1, in_tail: true })),
    ]);
  });

  it('has page tokens of its own', async () => {
    const { next_page_token: page_token = '' } = await page({ max_page_size: '1' }, gateway.tokens.nersc);
    expect((await page({ page_token, max_page_size: '1' }, gateway.tokens.nersc)).resources[0]?.id).toBe(
      ids[1],
    );
    expect((await get(`/jobs?page_token=${page_token}`)).status).toBe(400);
  });
});

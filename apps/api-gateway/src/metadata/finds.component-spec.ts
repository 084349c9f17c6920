import {
  searchDocuments,
  getDocument,
  getDocuments,
  type Link,
  listDocuments,
  listLinks,
  summarizeDocuments,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { listText } from '@callboard/messaging';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { answerAsUsual } from '../../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;
/** What the service was asked, in turn. */
let asked: { skip: number; limit: number; after?: string | undefined; [more: string]: unknown }[];

const ids = Array.from({ length: 120 }, (_, n) => `nmdc:bsm-11-${String(n).padStart(3, '0')}`);
const textOf = (id: string) => ({ id, text: JSON.stringify({ id, name: 'n', depth: { max: 1 } }) });
/** A part of a reply, as a service cuts it. */
const PART = 50;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => {
  asked = [];
  answerAsUsual(gateway.services, [gateway.key.jwk]);
  gateway.services.answer(searchDocuments, (input) => {
    asked.push(input);
    const rest = ids.filter((id) => input.after === undefined || id > input.after).slice(input.skip);
    const most = Math.min(input.limit, PART);
    return { texts: rest.slice(0, most).map(textOf), more: rest.length > most };
  });
  gateway.services.answer(summarizeDocuments, ({ group_by }) => ({
    count: ids.length,
    groups: group_by === undefined ? [] : [{ key: 'n', count: 120 }],
  }));
});
afterEach(() => expect(gateway.services.faults).toEqual([]));

interface Found {
  meta: Record<string, unknown>;
  results: { id: string }[];
  group_by: unknown[];
}

const get = async (path: string, query: Record<string, string> | string[][] = {}) => {
  const url = `${gateway.url}${path}?${new URLSearchParams(query as Record<string, string>)}`;
  const response = await fetch(url, { headers: { connection: 'close' } });
  return { status: response.status, body: (await response.json()) as unknown };
};
const find = async (query: Record<string, string> = {}) => (await get('/biosamples', query)).body as Found;

describe('a find (contract 1.3, FindResponse)', () => {
  it('tells what it was and how much there is, 25 a page unless told', async () => {
    const { meta, results, group_by } = await find({ filter: 'a:b,c:<=1', sort: 'name:desc', page: '2' });
    expect(results.map(({ id }) => id)).toEqual(ids.slice(25, 50));
    expect({ meta, group_by }).toEqual({
      meta: {
        mongo_filter_dict: { a: 'b', c: { $lte: 1 } },
        mongo_sort_list: [['name', -1]],
        count: 120,
        db_response_time_ms: expect.any(Number) as number,
        page: 2,
        per_page: 25,
      },
      group_by: [],
    });
    expect(asked).toMatchObject([{ skip: 25, limit: 25, filter: '{"a":"b","c":{"$lte":1}}' }]);
  });

  it('gathers a page from as many parts as it takes', async () => {
    expect((await find({ per_page: '110' })).results.map(({ id }) => id)).toEqual(ids.slice(0, 110));
    expect(asked.map(({ skip, limit }) => [skip, limit])).toEqual([
      [0, 110],
      [50, 60],
      [100, 10],
    ]);
  });

  it('goes to the end by cursors, which belong to their find', async () => {
    const seen: string[] = [];
    let cursor = '*';
    for (;;) {
      const { meta, results } = await find({ cursor, per_page: '55', filter: 'a:b' });
      seen.push(...results.map(({ id }) => id));
      expect(meta.page).toBeNull();
      if (meta.next_cursor === null) break;
      cursor = String(meta.next_cursor);
    }
    expect(seen).toEqual(ids);
    const { meta } = await find({ cursor: '*', per_page: '1' });
    const other = { cursor: String(meta.next_cursor), filter: 'a:c' };
    expect((await get('/biosamples', other)).status).toBe(400);
    expect((await get('/studies', { cursor: String(meta.next_cursor) })).status).toBe(400);
  });

  it('shows some fields, and groups', async () => {
    const { results, meta, group_by } = await find({ fields: 'depth.max', per_page: '1', group_by: 'name' });
    expect(results).toEqual([{ id: ids[0], depth: { max: 1 } }]);
    expect(meta.fields).toBe('depth.max');
    expect(group_by).toEqual([{ key: 'n', count: 120 }]);
  });

  it.each([
    [{ filter: 'no attribute' }, 400],
    [{ filter: 'name.search:(' }, 400],
    [{ sort: 'name:down' }, 400],
    [{ cursor: 'x' }, 400],
    [{ cursor: '*', sort: 'name' }, 400],
    [{ page: '402', per_page: '25' }, 400],
    [{ page: '401', per_page: '25' }, 200],
    [{ page: '0' }, 422],
    [{ per_page: '0' }, 422],
    [{ per_page: '2001' }, 422],
    [{ per_page: '2000' }, 200],
  ])('%j is answered with %i', async (query, status) => {
    expect((await get('/biosamples', query)).status).toBe(status);
  });

  it('calls what the service does not take of a filter a bad one', async () => {
    gateway.services.answer(searchDocuments, () => {
      throw new DomainError('invalid-input', 'an odd pattern');
    });
    const { status, body } = await get('/biosamples', { filter: 'a.search:x' });
    expect([status, body]).toMatchObject([400, { detail: 'bad filter: an odd pattern' }]);
  });
});

describe('planned processes', () => {
  it('are found in every collection of such, at most per_page in all, page by page only (D38)', async () => {
    const { body } = await get('/planned_processes', { filter: 'id:nmdc:a', per_page: '100', cursor: '*' });
    expect((body as Found).results).toHaveLength(100);
    expect((body as Found).meta).toMatchObject({ page: 1 });
    expect(asked[0]).toMatchObject({ collections: ['data_generation_set'], filter: '{"id":"nmdc:a"}' });
  });

  it('are those of these collections, by id', async () => {
    gateway.services.answer(getDocument, ({ id }) => ({
      collection: id === 'process' ? 'data_generation_set' : 'study_set',
      version: 1,
      document: { id },
    }));
    expect(await get('/planned_processes/process')).toEqual({ status: 200, body: { id: 'process' } });
    expect((await get('/planned_processes/study')).status).toBe(404);
  });

  it.each(['/studies/x', '/biosamples/x', '/data_objects/x', '/planned_processes/x'])(
    '%s is 404',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

describe('linked instances (contract 2.8)', () => {
  const links: Link[] = ids.map((id, n) => ({
    id,
    type: 'nmdc:Biosample',
    upstream_of: n % 2 === 0 ? ['a'] : [],
    downstream_of: n % 2 === 0 ? [] : ['a', 'b'],
  }));
  interface Linked {
    resources: Record<string, unknown>[];
    next_page_token?: string;
  }
  let questions: unknown[];
  beforeEach(() => {
    questions = [];
    gateway.services.answer(listLinks, ({ after, limit, ...rest }) => {
      questions.push(rest);
      const some = links.filter(({ id }) => after === undefined || id > after);
      const most = Math.min(limit, 70);
      return { links: some.slice(0, most), more: some.length > most };
    });
    gateway.services.answer(getDocuments, ({ ids: some }) => ({
      texts: some
        .filter((id) => id !== ids[2])
        .slice(0, 40)
        .map(textOf),
    }));
  });
  const GIVEN = [
    ['ids', 'a'],
    ['ids', 'b'],
  ];

  it('tell where each stands, of all the ids that are given', async () => {
    const { body } = await get('/nmdcschema/linked_instances', [...GIVEN, ['types', 'nmdc:Study']]);
    const { resources, next_page_token } = body as Linked;
    expect(resources).toHaveLength(20);
    expect(resources.slice(0, 2)).toEqual([
      { id: ids[0], type: 'nmdc:Biosample', _upstream_of: ['a'] },
      { id: ids[1], type: 'nmdc:Biosample', _downstream_of: ['a', 'b'] },
    ]);
    expect(next_page_token).toBeDefined();
    expect(questions).toEqual([{ ids: ['a', 'b'], types: ['nmdc:Study'] }]);
  });

  it('give whole documents; one that was removed meanwhile as it was told', async () => {
    const query = [...GIVEN, ['hydrate', 'true'], ['max_page_size', '0']];
    const { resources, next_page_token } = (await get('/nmdcschema/linked_instances', query)).body as Linked;
    expect([resources.length, next_page_token]).toEqual([120, undefined]);
    expect(resources[1]).toEqual({ id: ids[1], name: 'n', depth: { max: 1 }, _downstream_of: ['a', 'b'] });
    expect(resources[2]).toEqual({ id: ids[2], type: 'nmdc:Biosample', _upstream_of: ['a'] });
  });

  it('go page by page; a token belongs to its ids and types', async () => {
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const query = [...GIVEN, ['max_page_size', '50'], ...(token ? [['page_token', token]] : [])];
      const { resources, next_page_token } = (await get('/nmdcschema/linked_instances', query))
        .body as Linked;
      seen.push(...resources.map(({ id }) => id));
      if (token === undefined) {
        const other = [
          ['ids', 'a'],
          ['page_token', next_page_token ?? ''],
        ];
        expect((await get('/nmdcschema/linked_instances', other)).status).toBe(400);
      }
      token = next_page_token;
    } while (token !== undefined);
    expect(seen).toEqual(ids);
  });

  it('want an id, 200 at most, and a truth value', async () => {
    const status = async (query: string[][]) => (await get('/nmdcschema/linked_instances', query)).status;
    expect(await status([])).toBe(422);
    expect(await status([['ids', '']])).toBe(422);
    expect(await status(Array.from({ length: 201 }, (_, n) => ['ids', `i${n}`]))).toBe(422);
    expect(
      await status([
        ['ids', 'a'],
        ['hydrate', 'perhaps'],
      ]),
    ).toBe(422);
  });

  it('say which ids are unknown', async () => {
    gateway.services.answer(listLinks, () => {
      throw new DomainError('not-found', 'There are no documents "a".', { ids: ['a'] });
    });
    const { status, body } = await get('/nmdcschema/linked_instances', GIVEN);
    expect([status, body]).toMatchObject([404, { detail: 'Not found', details: { ids: ['a'] } }]);
  });
});

describe('a list of documents', () => {
  it('passes on what it is given as text, and looks into it for a projection alone', async () => {
    const wanted: unknown[] = [];
    const document = { id: 'x', a: 1, b: 2 };
    gateway.services.answer(listDocuments, ({ in_tail }) => {
      wanted.push(in_tail);
      return in_tail
        ? { documents: [], ...listText([{ id: 'x', text: JSON.stringify(document) }]), more: false }
        : { documents: [{ key: 'x', document }], more: false };
    });
    expect((await get('/nmdcschema/biosample_set')).body).toEqual({ resources: [document] });
    const projected = await get('/nmdcschema/biosample_set', { projection: '"id, b"' });
    expect(projected.body).toEqual({ resources: [{ id: 'x', b: 2 }] });
    expect(wanted).toEqual([true, undefined]);
  });

  it('takes documents from a service that gives no text', async () => {
    gateway.services.answer(listDocuments, () => ({
      documents: [{ key: 'x', document: { id: 'x' } }],
      more: false,
    }));
    expect((await get('/nmdcschema/biosample_set')).body).toEqual({ resources: [{ id: 'x' }] });
  });
});

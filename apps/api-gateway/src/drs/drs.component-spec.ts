import {
  accepted,
  DRS_BULK,
  DRS_EXPANSION,
  getObjects,
  refused,
  type StoredObject,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { DRS_DEFINITIONS, DRS_SHAPES } from '../../test/drs-1-5.builder';
import {
  type GatewayUnderTest,
  PUBLIC_URL,
  startGatewayUnderTest,
} from '../../test/gateway-under-test.builder';
import { objectDocument, storedObject } from '../../test/stand-in-answers.fake';

const BASE = '/ga4gh/drs/v1';
const HOST = 'callboard.example.org';
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);

let gateway: GatewayUnderTest;
let kept: Map<string, StoredObject>;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => {
  kept = new Map();
  gateway.services.answer(getObjects, ({ ids }) => ({
    items: ids.map((id) => {
      const found = kept.get(id);
      return found === undefined ? refused('not-found', `there is no object ${id}`) : accepted(found);
    }),
  }));
});
afterEach(() => expect(gateway.services.faults).toEqual([]));

function keep(id: string, more: Record<string, unknown> = {}, other: Partial<StoredObject> = {}): void {
  kept.set(id, { ...storedObject(id, { ...objectDocument, ...more }), ...other });
}
const bundle = (id: string, ...contents: object[]): void => keep(id, { contents, access_methods: null });
const nestedIn = (id: string, more: object = {}) => ({ name: id, id, ...more });

/** Asks, and holds what comes back against the shapes of the specification. */
async function ask(method: string, path: string, body?: unknown, shape?: keyof typeof DRS_SHAPES) {
  const reply = await gateway.ask(method, BASE + path, body);
  const expected = shape !== undefined && reply.status === 200 ? shape : 'error';
  const valid = ajv.compile({ ...DRS_SHAPES[expected], $defs: DRS_DEFINITIONS });
  valid(reply.body);
  expect([expected, valid.errors ?? []]).toEqual([expected, []]);
  return reply as { status: number; headers: Headers; body: Record<string, unknown> };
}

describe('the service (DRS 1.5)', () => {
  it('says what it is', async () => {
    const { body } = await ask('GET', '/service-info', undefined, 'serviceInfo');
    expect(body).toMatchObject({
      id: 'org.example.callboard.drs',
      type: { group: 'org.ga4gh', artifact: 'drs', version: '1.5.0' },
      organization: { name: HOST, url: PUBLIC_URL },
      maxBulkRequestLength: DRS_BULK,
      drs: { maxBulkRequestLength: DRS_BULK },
    });
  });
});

describe('an object (DRS 1.5; contract 2.4)', () => {
  it('is told without nulls, and with headers in a list', async () => {
    const access_url = { url: 'https://data.example.org/x', headers: { Range: 'bytes=0-', 'X-A': 'b' } };
    const access_methods = [
      { type: 'https', access_url, access_id: null, region: null },
      { type: 's3', access_id: 'key', region: 'us-east-1' },
    ];
    keep('a', { access_methods, contents: null, version: null, aliases: ['also'], mime_type: 'text/x-a' });
    const { status, body } = await ask('GET', '/objects/a', undefined, 'object');
    expect([status, body]).toEqual([
      200,
      {
        ...objectDocument,
        id: 'a',
        self_uri: `drs://${HOST}/a`,
        aliases: ['also'],
        mime_type: 'text/x-a',
        access_methods: [
          { type: 'https', access_url: { url: access_url.url, headers: ['Range: bytes=0-', 'X-A: b'] } },
          { type: 's3', access_id: 'key', region: 'us-east-1' },
        ],
      },
    ]);
  });

  it('whose bytes are kept here has a way to them, whether it says so or not', async () => {
    keep('kept', { access_methods: [] }, { stored: true });
    keep('nowhere', { access_methods: [] });
    const { body } = await ask('GET', '/objects/kept', undefined, 'object');
    expect(body.access_methods).toMatchObject([{ type: 'https', access_id: 'kept', available: true }]);
    const access = await ask('GET', '/objects/kept/access/kept', undefined, 'access');
    expect(access.body).toEqual({ url: `${PUBLIC_URL}/metadata/stored_files/kept` });
    expect((await ask('GET', '/objects/nowhere', undefined, 'object')).body).not.toHaveProperty(
      'access_methods',
    );
  });

  it.each([undefined, {}, { passports: ['eyJ.a.b'] }, { expand: true, passports: null }])(
    'is the same for POST with %j',
    async (body) => {
      keep('a', {}, { stored: true });
      const got = await ask('GET', '/objects/a', undefined, 'object');
      expect((await ask('POST', '/objects/a', body, 'object')).body).toEqual(got.body);
      const access = await ask('POST', '/objects/a/access/a', body, 'access');
      expect(access.body).toEqual((await ask('GET', '/objects/a/access/a', undefined, 'access')).body);
    },
  );

  it('asks nothing of who reads it, as OPTIONS tells', async () => {
    keep('a');
    const { body } = await ask('OPTIONS', '/objects/a', undefined, 'authorizations');
    expect(body).toEqual({ drs_object_id: 'a', supported_types: ['None'] });
    expect((await ask('OPTIONS', '/objects/none')).status).toBe(404);
  });

  it('still has preflights of browsers answered as such', async () => {
    const headers = { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' };
    const reply = await fetch(`${gateway.url}${BASE}/objects/a`, { method: 'OPTIONS', headers });
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([204, headers.origin]);
  });
});

describe('a bundle (DRS 1.5)', () => {
  const contents = async (path: string): Promise<unknown> =>
    (await ask('GET', path, undefined, 'object')).body.contents;

  beforeEach(() => {
    keep('blob');
    bundle('inner', nestedIn('blob'), nestedIn('gone'));
    bundle('outer', nestedIn('inner', { drs_uri: null }), nestedIn('blob', { contents: null }));
  });

  it('shows what stands in it, and with expand what stands in that', async () => {
    expect(await contents('/objects/outer')).toEqual([nestedIn('inner'), nestedIn('blob')]);
    expect(await contents('/objects/outer?expand=false')).toEqual([nestedIn('inner'), nestedIn('blob')]);
    const expanded = [
      nestedIn('inner', { contents: [nestedIn('blob'), nestedIn('gone')] }),
      nestedIn('blob'),
    ];
    expect(await contents('/objects/outer?expand=true')).toEqual(expanded);
    expect((await ask('POST', '/objects/outer', { expand: true }, 'object')).body.contents).toEqual(expanded);
  });

  it('shows what a part without an id holds, as there is no other way to it', async () => {
    const part = { name: 'part', contents: [nestedIn('blob')] };
    bundle('parts', part, nestedIn('inner', { contents: [nestedIn('blob')] }));
    expect(await contents('/objects/parts')).toEqual([part, nestedIn('inner')]);
    expect(await contents('/objects/parts?expand=true')).toEqual([
      part,
      nestedIn('inner', { contents: [nestedIn('blob')] }),
    ]);
  });

  it('within itself is opened once', async () => {
    bundle('a', nestedIn('b'));
    bundle('b', nestedIn('a'));
    expect(await contents('/objects/a?expand=true')).toEqual([nestedIn('b', { contents: [nestedIn('a')] })]);
  });

  it('that holds too much is 413', async () => {
    const many = Array.from({ length: 40 }, () => nestedIn('wide'));
    bundle('wide', ...Array.from({ length: 30 }, () => nestedIn('blob')));
    bundle('large', ...many);
    expect((await ask('GET', '/objects/large?expand=true')).status).toBe(413);
    expect(await contents('/objects/large')).toHaveLength(40);
    for (let n = 0; n <= DRS_EXPANSION.depth; n += 1) bundle(`deep-${n}`, nestedIn(`deep-${n + 1}`));
    expect((await ask('GET', '/objects/deep-0?expand=true')).status).toBe(413);
  });
});

describe('many at once (DRS 1.5)', () => {
  it('are told with those that are not to be had', async () => {
    keep('a');
    bundle('b', nestedIn('c'));
    bundle('c', nestedIn('a'));
    const bulk_object_ids = ['a', 'none', 'b', 'nmdc:none'];
    const { body } = await ask('POST', '/objects?expand=true', { bulk_object_ids, passports: [] }, 'objects');
    expect(body).toMatchObject({
      summary: { requested: 4, resolved: 2, unresolved: 2 },
      unresolved_drs_objects: [{ error_code: 404, object_ids: ['none', 'nmdc:none'] }],
      resolved_drs_object: [{ id: 'a' }, { id: 'b', contents: [{ id: 'c', contents: [{ id: 'a' }] }] }],
    });
    const options = await ask('OPTIONS', '/objects', { bulk_object_ids }, 'manyAuthorizations');
    expect(options.body.summary).toEqual({ requested: 4, resolved: 2, unresolved: 2 });
  });

  it('give the addresses of their bytes', async () => {
    keep('a', {}, { stored: true });
    const bulk_object_access_ids = [
      { bulk_object_id: 'a', bulk_access_ids: ['a', 'other'] },
      { bulk_object_id: 'none', bulk_access_ids: ['none'] },
    ];
    const { body } = await ask('POST', '/objects/access', { bulk_object_access_ids }, 'accesses');
    const url = `${PUBLIC_URL}/metadata/stored_files/a`;
    expect(body).toEqual({
      summary: { requested: 3, resolved: 1, unresolved: 2 },
      unresolved_drs_objects: [{ error_code: 404, object_ids: ['a', 'none'] }],
      resolved_drs_object_access_urls: [{ drs_object_id: 'a', drs_access_id: 'a', url }],
    });
  });

  it('are 413 when they are too many', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, n) => `o${n}`);
    const objects = (count: number) => ask('POST', '/objects', { bulk_object_ids: ids(count) }, 'objects');
    expect([(await objects(DRS_BULK)).status, (await objects(DRS_BULK + 1)).status]).toEqual([200, 413]);
    const accesses = [{ bulk_object_id: 'a', bulk_access_ids: ids(DRS_BULK + 1) }];
    expect((await ask('POST', '/objects/access', { bulk_object_access_ids: accesses })).status).toBe(413);
  });
});

describe('what is refused is told as DRS tells it', () => {
  it.each<[string, string, string, unknown, number]>([
    ['an unknown object', 'GET', '/objects/none', undefined, 404],
    ['an unknown access', 'GET', '/objects/a/access/none', undefined, 404],
    ['an unknown path', 'GET', '/objects/a/nothing', undefined, 404],
    ['an id with a colon', 'GET', '/objects/nmdc:abc', undefined, 400],
    ['an id that is not percent-encoded UTF-8', 'GET', '/objects/%zz', undefined, 400],
    ['an id longer than any', 'GET', `/objects/${'x'.repeat(5_000)}`, undefined, 400],
    ['an odd expand', 'GET', '/objects/a?expand=perhaps', undefined, 400],
    ['another method', 'PUT', '/objects/a', undefined, 405],
    ['no ids', 'POST', '/objects', { bulk_object_ids: [] }, 400],
    ['no body', 'POST', '/objects', undefined, 400],
    ['odd passports', 'POST', '/objects/a', { passports: 'x' }, 400],
    ['no accesses', 'POST', '/objects/access', { bulk_object_access_ids: [{ bulk_object_id: 'a' }] }, 400],
  ])('%s', async (_, method, path, body, status) => {
    keep('a');
    const reply = await ask(method, path, body);
    expect([reply.status, reply.body.status_code]).toEqual([status, status]);
  });

  it('OPTIONS elsewhere, and a fault of ours, which tells nothing of itself', async () => {
    const elsewhere = await gateway.ask('OPTIONS', '/objects/a');
    expect([elsewhere.status, elsewhere.body]).toEqual([405, { detail: 'Method Not Allowed' }]);
    gateway.services.answer(getObjects, () => {
      throw new DomainError('internal', 'a secret of ours');
    });
    const reply = await ask('GET', '/objects/a');
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      500,
      'application/json; charset=utf-8',
    ]);
    expect(JSON.stringify(reply.body)).not.toMatch(/secret/);
  });

  it('what is too large to be told with others', async () => {
    keep('a');
    bundle('outer', nestedIn('large'));
    gateway.services.answer(getObjects, ({ ids }) => ({
      items: ids.map((id) =>
        id === 'large'
          ? refused('too-large', 'ask for it by itself')
          : accepted(kept.get(id) as StoredObject),
      ),
    }));
    const { body } = await ask('POST', '/objects', { bulk_object_ids: ['a', 'large'] }, 'objects');
    expect(body.unresolved_drs_objects).toEqual([{ error_code: 413, object_ids: ['large'] }]);
    expect((await ask('GET', '/objects/outer?expand=true')).status).toBe(413);
  });

  it('a service that is down', async () => {
    await gateway.services.stop('objects');
    const reply = await ask('GET', '/objects/a');
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await ask('POST', '/objects', { bulk_object_ids: ['a'] })).status).toBe(503);
    await gateway.services.restart();
  });
});

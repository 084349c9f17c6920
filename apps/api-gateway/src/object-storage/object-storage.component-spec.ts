import {
  accepted,
  getObjects,
  openPutOperations,
  PUT_OPERATION_MODEL,
  SIGNED_SECONDS,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { BUCKET, type S3Store, startS3Store } from '../../test/s3-store.builder';
import {
  answerAsUsual,
  OBJECT_ID,
  objectDocument,
  OP_ID,
  storedObject,
} from '../../test/stand-in-answers.fake';

const SITE = 'nmdc-runtime';
const PUT = `/sites/${SITE}:putObject`;
const LINK = `/sites/${SITE}:getObjectLink`;
const ZIP = 'application/zip';
const ACCESS = { access_id: `${SITE}:${OBJECT_ID}`, type: 'https' };
const NO_STORE = {
  OBJECT_STORE_ENDPOINT: '',
  OBJECT_STORE_REGION: '',
  OBJECT_STORE_BUCKET: '',
  OBJECT_STORE_ACCESS_KEY_ID: '',
  OBJECT_STORE_SECRET_ACCESS_KEY: '',
};

let gateway: GatewayUnderTest;
let store: S3Store;
let asked: unknown[];

beforeAll(async () => {
  store = await startS3Store();
  gateway = await startGatewayUnderTest(store.settings);
}, 30_000);
afterAll(async () => {
  await gateway?.stop();
  await store?.stop();
});
beforeEach(() => {
  asked = [];
  store.objects.clear();
  store.setAhead(0);
});
afterEach(() => {
  expect(gateway.services.faults).toEqual([]);
  answerAsUsual(gateway.services, [gateway.key.jwk]);
});

const ask: GatewayUnderTest['ask'] = (...call) => gateway.ask(...call);

/** The signed address of a reply. */
const urlIn = (body: unknown): string => {
  const { url, metadata } = body as { url?: string; metadata?: { url: string } };
  return url ?? metadata?.url ?? '';
};
const urlToPut = async (): Promise<string> =>
  urlIn((await ask('POST', PUT, { mime_type: ZIP }, 'runtime')).body);
const urlToGet = async (): Promise<string> => urlIn((await ask('POST', LINK, ACCESS, 'runtime')).body);

async function put(url: string, type = ZIP): Promise<[number, string]> {
  const reply = await fetch(url, {
    method: 'PUT',
    body: Buffer.from('bytes'),
    headers: { 'content-type': type },
  });
  return [reply.status, await reply.text()];
}
async function get(url: string): Promise<[number, string]> {
  const reply = await fetch(url);
  return [reply.status, await reply.text()];
}

describe('POST /sites/{id}:putObject (contract 2.2)', () => {
  it('opens an operation that promises an object id, with an address for its bytes', async () => {
    gateway.services.answer(openPutOperations, ({ items }, caller) => {
      asked.push(...items, caller);
      throw new DomainError('unavailable', 'seen');
    });
    const body = { mime_type: ZIP, name: 'database.zip', size: 'huge', anything: {} };
    expect((await ask('POST', PUT, body, 'runtime')).status).toBe(503);
    expect(asked).toEqual([
      { mime_type: ZIP, store_url: `${store.endpoint}/${BUCKET}`, expires_in_seconds: SIGNED_SECONDS },
      { kind: 'site', siteId: SITE, clientId: 'sys0runtime' },
    ]);
    answerAsUsual(gateway.services, [gateway.key.jwk]);
    const reply = await ask('POST', PUT, body, 'runtime');
    expect([reply.status, reply.body]).toEqual([
      200,
      expect.objectContaining({
        id: OP_ID,
        done: false,
        result: null,
        metadata: {
          model: PUT_OPERATION_MODEL,
          cancelled: null,
          site_id: SITE,
          object_id: OBJECT_ID,
          url: expect.stringContaining(`${store.endpoint}/${BUCKET}/${OBJECT_ID}?`),
          expires_in_seconds: 300,
        },
      }),
    ]);
  });

  it('takes the bytes by the address, with the type that was named and no other', async () => {
    const url = await urlToPut();
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-type;host');
    expect(await put(url, 'text/html')).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
    expect(store.objects.size).toBe(0);
    expect(await put(url)).toEqual([200, '']);
    expect([...store.objects]).toEqual([
      [`/${BUCKET}/${OBJECT_ID}`, { type: ZIP, bytes: Buffer.from('bytes') }],
    ]);
  });

  it('signs for this object, this use and 300 s only', async () => {
    const url = await urlToPut();
    for (const other of [url.replace(OBJECT_ID, 'sys0other'), url.replace('=300', '=3000')]) {
      expect(other).not.toBe(url);
      expect(await put(other)).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
    }
    expect((await get(url))[0]).toBe(403);
    store.setAhead(SIGNED_SECONDS - 30);
    expect((await put(url))[0]).toBe(200);
    store.setAhead(SIGNED_SECONDS + 1);
    expect(await put(url)).toEqual([403, expect.stringContaining('AccessDenied')]);
  });

  it.each([
    ['no media type', { name: 'a.zip' }],
    ['no body', undefined],
    ['what is no media type', { mime_type: 'zip' }],
    ['a header within it', { mime_type: 'application/zip\r\nx-evil: 1' }],
    ['what is no name', { mime_type: ZIP, name: 'a/b' }],
  ])('refuses %s with 422', async (_, body) => {
    expect((await ask('POST', PUT, body, 'runtime')).status).toBe(422);
  });
});

describe('POST /sites/{id}:getObjectLink (contract 2.2)', () => {
  it('gives an address that leads to the bytes for 300 s', async () => {
    await put(await urlToPut());
    const { status, body } = await ask('POST', LINK, ACCESS, 'runtime');
    expect([status, body]).toEqual([200, { headers: null, url: expect.any(String) }]);
    expect(await get(urlIn(body))).toEqual([200, 'bytes']);
    expect((await put(urlIn(body)))[0]).toBe(403);
    store.setAhead(SIGNED_SECONDS + 1);
    expect((await get(urlIn(body)))[0]).toBe(403);
  });

  it('leads to nothing where nothing was put', async () => {
    expect((await get(await urlToGet()))[0]).toBe(404);
  });

  it.each([
    ['another site', { access_id: `NERSC:${OBJECT_ID}` }],
    ['no site', { access_id: OBJECT_ID }],
    ['no object', { access_id: `${SITE}:` }],
    ['a path', { access_id: `${SITE}:../other/key` }],
    ['no access id', { access_url: { url: 'https://data.example.org/x' } }],
    ['nothing', {}],
  ])('refuses an access method of %s with 422', async (_, body) => {
    expect((await ask('POST', LINK, body, 'runtime')).status).toBe(422);
  });
});

describe.each([
  ['putObject', { mime_type: ZIP }],
  ['getObjectLink', ACCESS],
])('%s is for the own clients of the runtime site (contract 2.2)', (verb, body) => {
  it.each([
    ['a user who administers it', SITE, 'ada', 401],
    ['a client of another site', SITE, 'nersc', 403],
    ['a client of another site, for that site', 'NERSC', 'nersc', 403],
    ['its own client, for another site', 'NERSC', 'runtime', 403],
    ['its own client, for no site', 'nowhere', 'runtime', 404],
    ['a client of another site, for no site', 'nowhere', 'nersc', 404],
  ] as const)('%s', async (_, site, as, status) => {
    gateway.services.answer(openPutOperations, (input) => {
      asked.push(input);
      throw new DomainError('unavailable', 'not to be asked');
    });
    expect((await ask('POST', `/sites/${site}:${verb}`, body, as)).status).toBe(status);
    expect(asked).toEqual([]);
  });
});

describe('GET /objects/{id}/access/{access_id} (contract 2.4)', () => {
  const access = `/objects/${OBJECT_ID}/access/${encodeURIComponent(ACCESS.access_id)}`;
  const withAccess = (manager: string): void =>
    gateway.services.answer(getObjects, ({ ids }) => ({
      items: ids.map((id) =>
        accepted({ ...storedObject(id, { ...objectDocument, access_methods: [ACCESS] }), manager }),
      ),
    }));

  it('leads anybody to the bytes of an object of the runtime site', async () => {
    await put(await urlToPut());
    withAccess(SITE);
    expect(await get(urlIn((await ask('GET', access)).body))).toEqual([200, 'bytes']);
  });

  it('leads nobody there from an object of another site, which may name any key', async () => {
    withAccess('NERSC');
    expect((await ask('GET', access)).status).toBe(404);
  });
});

describe('without a store', () => {
  let bare: Awaited<ReturnType<GatewayUnderTest['start']>>;

  beforeAll(async () => {
    bare = await gateway.start(NO_STORE);
  }, 30_000);
  afterAll(() => bare?.stop());

  it.each([
    ['putObject', PUT, { mime_type: ZIP }, 'runtime', 501],
    ['getObjectLink', LINK, ACCESS, 'runtime', 501],
    ['putObject of another site', PUT, { mime_type: ZIP }, 'nersc', 403],
    ['putObject of nothing', PUT, {}, 'runtime', 422],
  ] as const)('%s', async (_, path, body, as, status) => {
    gateway.services.answer(openPutOperations, (input) => {
      asked.push(input);
      throw new DomainError('unavailable', 'not to be asked');
    });
    const reply = await fetch(bare.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.tokens[as]}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(reply.status).toBe(status);
    expect(asked).toEqual([]);
    if (status !== 501) return;
    expect(await reply.json()).toEqual({
      code: 'object-storage-missing',
      detail: expect.stringMatching(/OBJECT_STORE_ENDPOINT.*OBJECT_STORE_SECRET_ACCESS_KEY/),
    });
  });
});

import {
  accepted,
  changeObject,
  getObjects,
  listObjectTypes,
  refused,
  registerObjects,
  ROUTES,
  tagObjects,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import {
  type GatewayUnderTest,
  PUBLIC_URL,
  startGatewayUnderTest,
} from '../../test/gateway-under-test.builder';
import {
  answerAsUsual,
  OBJECT_ID,
  objectDocument,
  STORED_ID,
  storedObject,
  testType,
} from '../../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
afterEach(() => {
  expect(gateway.services.faults).toEqual([]);
  answerAsUsual(gateway.services, [gateway.key.jwk]);
});

const call: GatewayUnderTest['ask'] = (...asked) => gateway.ask(...asked);

const ABSENT = {
  aliases: null,
  contents: null,
  description: null,
  mime_type: null,
  updated_time: null,
  version: null,
};

describe('modes of an object (contract 0, 2.4)', () => {
  const identity = { id: OBJECT_ID, self_uri: `drs://callboard.example.org/${OBJECT_ID}` };

  it('GET is SET: what was sent, an explicit null included, and no types', async () => {
    gateway.services.answer(getObjects, ({ ids }) => ({
      items: ids.map((id) =>
        accepted({ ...storedObject(id, { ...objectDocument, version: null }), types: ['test'] }),
      ),
    }));
    const { status, body } = await call('GET', `/objects/${OBJECT_ID}`);
    expect([status, body]).toEqual([200, { ...identity, ...objectDocument, version: null }]);
  });

  it('POST is FULL, and ignores the id and self_uri that clients send', async () => {
    const asked: unknown[] = [];
    gateway.services.answer(registerObjects, ({ items }) => {
      asked.push(...items);
      return { items: items.map(({ object }) => accepted(storedObject(OBJECT_ID, object))) };
    });
    const sent = { ...objectDocument, id: 'mine', self_uri: 'drs://mine', _mgr_site: 'x' };
    const { status, body } = await call('POST', '/objects', sent, 'nersc');
    const access_methods = [
      {
        type: 'https',
        access_id: null,
        region: null,
        access_url: { headers: null, url: 'https://data.example.org/reads.fastq' },
      },
    ];
    expect([status, body]).toEqual([201, { ...identity, ...ABSENT, ...objectDocument, access_methods }]);
    expect(asked).toEqual([{ object: objectDocument }]);
  });

  it('PUT types is FULL with types', async () => {
    const { status, body } = await call('PUT', `/objects/${OBJECT_ID}/types`, ['test'], 'ada');
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ ...identity, ...ABSENT, types: ['test'] }),
    ]);
  });

  it('types are entries of the registry; tags that are not registered are dropped', async () => {
    gateway.services.answer(getObjects, ({ ids }) => ({
      items: ids.map((id) => accepted({ ...storedObject(id), types: ['long gone', 'test', 'test'] })),
    }));
    expect((await call('GET', `/objects/${OBJECT_ID}/types`)).body).toEqual([testType]);
  });
});

describe('access (contract 2.4)', () => {
  it('leads to the bytes that are kept here', async () => {
    expect((await call('GET', `/objects/${STORED_ID}/access/${STORED_ID}`)).body).toEqual({
      headers: null,
      url: `${PUBLIC_URL}/metadata/stored_files/${STORED_ID}`,
    });
  });

  it.each([
    ['of an unknown object', '/objects/none/access/none'],
    ['of another access id', `/objects/${STORED_ID}/access/other`],
    ['of an object whose bytes are elsewhere', `/objects/${OBJECT_ID}/access/${OBJECT_ID}`],
  ])('%s is 404', async (_, path) => {
    expect((await call('GET', path)).status).toBe(404);
  });
});

describe('D1 PATCH of an object', () => {
  it('passes on just what was sent, and gives the whole (FULL)', async () => {
    const asked: unknown[] = [];
    gateway.services.answer(changeObject, (input, caller) => {
      asked.push(input, caller);
      return storedObject(input.object_id, { ...objectDocument, ...input.changes });
    });
    const sent = { description: 'x', name: null, id: 'ignored', unknown: 1 };
    const { status, body } = await call('PATCH', `/objects/${OBJECT_ID}`, sent, 'nersc');
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ ...ABSENT, description: 'x', name: null, size: 4 }),
    ]);
    expect(asked).toEqual([
      { object_id: OBJECT_ID, changes: { description: 'x', name: null } },
      { kind: 'site', siteId: 'NERSC', clientId: 'sys0nersc' },
    ]);
  });

  it.each([
    ['object-exists', 409],
    ['content-kept', 409],
    ['forbidden', 403],
    ['invalid-input', 422],
    ['too-large', 413],
  ])('passes on %s as %d', async (code, status) => {
    gateway.services.answer(changeObject, () => {
      throw new DomainError(code, 'in words');
    });
    const reply = await call('PATCH', `/objects/${OBJECT_ID}`, {}, 'nersc');
    expect([reply.status, reply.body]).toEqual([status, { detail: 'in words', code }]);
  });

  it('is for sites, of a known object, in the right shape', async () => {
    expect((await call('PATCH', `/objects/${OBJECT_ID}`, {}, 'ada')).status).toBe(401);
    expect((await call('PATCH', '/objects/none', {}, 'nersc')).status).toBe(404);
    expect((await call('PATCH', `/objects/${OBJECT_ID}`, { size: '4' }, 'nersc')).body).toMatchObject({
      detail: [{ type: 'int_type', loc: ['body', 'size'] }],
    });
  });
});

describe('D3 PUT types', () => {
  it('takes a token, and 404 for an unknown object', async () => {
    expect((await call('PUT', `/objects/${OBJECT_ID}/types`, ['test'])).status).toBe(401);
    expect((await call('PUT', '/objects/none/types', ['test'], 'ada')).status).toBe(404);
    gateway.services.answer(tagObjects, () => ({
      items: [refused('forbidden', 'not yours')],
    }));
    expect((await call('PUT', `/objects/${OBJECT_ID}/types`, ['test'], 'nersc')).status).toBe(403);
  });
});

describe('D11 GET of an object', () => {
  it.each(['sty-11-abc', 'bsm-11-abc', 'omprc-11-abc'])('asks nobody outside: %s is 404', async (id) => {
    expect((await call('GET', `/objects/${id}`)).status).toBe(404);
  });

  it('leads to the page of the schema for one id only (contract 2.4)', async () => {
    const { status, headers } = await call('GET', '/objects/nmdc');
    expect([status, headers.get('location')]).toEqual([307, 'https://microbiomedata.github.io/nmdc-schema']);
  });

  it('answers HEAD as GET: 200 only if it is there', async () => {
    expect((await call('HEAD', `/objects/${OBJECT_ID}`)).status).toBe(200);
    expect((await call('HEAD', '/objects/none')).status).toBe(404);
  });
});

describe('D21 an id with # and /', () => {
  const id = 'schema#/definitions/Database';
  const path = `/object_types/${encodeURIComponent(id)}`;
  beforeEach(() =>
    gateway.services.answer(listObjectTypes, () => ({ object_types: [testType, { ...testType, id }] })),
  );

  it('is reached when it is percent-encoded', async () => {
    expect((await call('GET', path)).body).toEqual({ ...testType, id });
    expect((await call('GET', `${path}/workflows`)).body).toEqual([]);
    expect((await call('GET', `${path.toLowerCase()}/workflows`)).status).toBe(200);
  });

  it('can be the half of a trigger', async () => {
    const body = { object_type_id: id, workflow_id: 'test' };
    expect((await call('POST', '/triggers', body, 'ada')).status).toBe(ROUTES.createTrigger.ok.status);
  });
});

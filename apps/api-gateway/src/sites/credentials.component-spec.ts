import { generateCredentials, listTokenKeys } from '@callboard/contracts';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
afterEach(() => expect(gateway.services.faults).toEqual([]));

const call = (method: string, path: string, body?: string) =>
  fetch(gateway.url + path, {
    method,
    headers: {
      connection: 'close',
      'content-type': 'application/json',
      authorization: `Bearer ${gateway.tokens.ada}`,
    },
    body,
  });

describe('credentials of a site (contract 2.2, D23)', () => {
  it.each([
    ['no body, labelled JSON', undefined, {}],
    ['an empty object', '{}', { lifetime: {} }],
    ['a number of days', '{"days":30}', { lifetime: { days: 30 } }],
    ['an end', '{"expires_at":"2030-01-02"}', { lifetime: { expires_at: '2030-01-02T00:00:00.000Z' } }],
  ])('are generated with %s', async (_, body, order) => {
    const asked: unknown[] = [];
    gateway.services.answer(generateCredentials, (input) => {
      asked.push(input);
      return { client_id: 'sys0', client_secret: 'shown-once' };
    });
    expect((await call('POST', '/sites/NERSC:generateCredentials', body)).status).toBe(200);
    expect(asked).toEqual([{ site_id: 'NERSC', ...order }]);
  });

  it.each(['{"days":0}', '{"days":1,"expires_at":"2030-01-02"}', '{"expires_at":"soon"}', '[]'])(
    'are not generated with %s',
    async (body) => {
      expect((await call('POST', '/sites/NERSC:generateCredentials', body)).status).toBe(422);
    },
  );
});

describe('the secret of a site client (contract 2.2)', () => {
  const patch = (body: string) => call('PATCH', '/admin/site_clients/sys0k3v9m2x7q1zt58', body);

  it('is replaced, which is told in a line of text; 204 without one; 422 for anything else', async () => {
    const changed = await patch('{"secret":"another-long-secret"}');
    expect([changed.status, changed.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(await changed.text()).toMatch(
      /^The secret of the site client sys0k3v9m2x7q1zt58 was replaced.\n$/,
    );
    const unchanged = await patch('{}');
    expect([unchanged.status, await unchanged.text()]).toEqual([204, '']);
    for (const body of ['{"secret":"short"}', '{"secret":"long-enough","more":1}'])
      expect((await patch(body)).status).toBe(422);
  });
});

describe('the keys of access tokens (RFC 7517)', () => {
  it('are open to everybody, in their public part only, and may be kept for a while', async () => {
    gateway.services.answer(listTokenKeys, () => ({ keys: [{ ...gateway.key.jwk, d: 'private' }] }));
    const reply = await fetch(`${gateway.url}/.well-known/jwks.json`);
    expect(reply.headers.get('cache-control')).toBe('public, max-age=60');
    const { keys } = (await reply.json()) as { keys: Record<string, string>[] };
    expect(keys).toEqual([expect.objectContaining({ kid: 'key-1', kty: 'OKP', alg: 'EdDSA' })]);
    expect(keys[0]).not.toHaveProperty('d');
  });
});

import { issueToken } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';

let gateway: GatewayUnderTest;
let addresses: (string | undefined)[] = [];

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
  gateway.services.answer(issueToken, ({ client_address }) => {
    addresses.push(client_address);
    const text = 'too many failed logins from your address: try again in 6 s';
    throw new DomainError('too-many-requests', text, { retry_after_s: 6 });
  });
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => (addresses = []));

const login = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/token`, {
    method: 'POST',
    headers: { connection: 'close', ...headers },
    body: new URLSearchParams({ grant_type: 'password', username: 'ada', password: 'a guess' }),
  });

describe('too many failed logins (contract 2.1)', () => {
  it('are told with 429 and the whole seconds to wait', async () => {
    const reply = await login(gateway.url);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '6']);
    expect(await reply.json()).toEqual({
      detail: 'too many failed logins from your address: try again in 6 s',
      code: 'too-many-requests',
      details: { retry_after_s: 6 },
    });
    const problem = await login(gateway.url, { accept: 'application/problem+json' });
    expect([problem.status, problem.headers.get('retry-after')]).toEqual([429, '6']);
    expect(await problem.json()).toMatchObject({ status: 429, code: 'too-many-requests' });
  });
});

describe('the address by which logins are counted', () => {
  const forged = { 'x-forwarded-for': '6.6.6.6, 192.0.2.1' };

  it('is that of the connection, whatever a client says', async () => {
    await login(gateway.url, forged);
    expect(addresses).toEqual([expect.stringMatching(/127\.0\.0\.1$/)]);
  });

  it('is what the proxy says, where TRUST_PROXY tells of one', async () => {
    const behindProxy = await gateway.start({ TRUST_PROXY: '1' });
    await login(behindProxy.url, forged);
    await login(behindProxy.url);
    await behindProxy.stop();
    expect(addresses).toEqual(['192.0.2.1', expect.stringMatching(/127\.0\.0\.1$/)]);
  });
});

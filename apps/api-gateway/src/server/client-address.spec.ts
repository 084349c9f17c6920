import { clientAddress } from './client-address';

const REMOTE = '10.0.0.1';
const from = (forwardedFor: string | undefined, proxies: number, remote: string | undefined = REMOTE) =>
  clientAddress({ remote, forwardedFor }, proxies);

describe('the address of a client', () => {
  it('is the other end of the connection, whatever is forwarded, without proxies of our own', () => {
    expect(from(undefined, 0)).toBe(REMOTE);
    expect(from('192.0.2.1', 0)).toBe(REMOTE);
  });

  it.each([
    ['192.0.2.1', 1, '192.0.2.1'],
    ['6.6.6.6, 192.0.2.1', 1, '192.0.2.1'],
    ['6.6.6.6,192.0.2.1 , 10.0.0.2', 2, '192.0.2.1'],
    ['6.6.6.6', 2, '6.6.6.6'],
    ['192.0.2.1:4711', 1, '192.0.2.1'],
    ['[2001:db8::1]:4711', 1, '2001:db8::1'],
    ['[2001:db8::1]', 1, '2001:db8::1'],
    ['2001:db8::1', 1, '2001:db8::1'],
  ])('is what our proxies saw: of %s behind %d it is %s', (header, proxies, address) => {
    expect(from(header, proxies)).toBe(address);
  });

  it.each([
    [undefined, 1, REMOTE],
    ['', 1, REMOTE],
    ['unknown', 1, REMOTE],
    ['192.0.2.1, _hidden', 2, REMOTE],
    ['junk, 10.0.0.2', 2, '10.0.0.2'],
    ['x'.repeat(9000), 1, REMOTE],
  ])('is the nearest known where %s, behind %d, holds no address', (header, proxies, address) => {
    expect(from(header, proxies)).toBe(address);
  });

  it('is not known of a connection that has gone', () => {
    expect(clientAddress({ remote: undefined, forwardedFor: '192.0.2.1' }, 1)).toBeUndefined();
  });
});

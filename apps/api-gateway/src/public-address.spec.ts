import { PublicAddress } from './public-address';

describe('the public address', () => {
  it('is the one listened on, unless another is set', () => {
    const listening = new PublicAddress(undefined);
    expect(() => listening.base).toThrow();
    listening.listeningOn('http://127.0.0.1:8000');
    expect([listening.base, listening.host]).toEqual(['http://127.0.0.1:8000', '127.0.0.1:8000']);
    const configured = new PublicAddress('https://example.org/callboard/');
    configured.listeningOn('http://127.0.0.1:8000');
    expect([configured.base, configured.host]).toEqual(['https://example.org/callboard', 'example.org']);
  });
});

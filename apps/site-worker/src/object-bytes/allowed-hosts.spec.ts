import { AllowedHosts } from './allowed-hosts';

describe('AllowedHosts', () => {
  const allowed = AllowedHosts.parse(' Data.Lab.internal , localhost:9000,[::1]:8080, 10.1.2.3 ');

  it.each([
    ['data.lab.internal', 80],
    ['DATA.lab.internal', 4433],
    ['localhost', 9000],
    ['::1', 8080],
    ['[::1]', 8080],
    ['10.1.2.3', 443],
  ])('has %s:%d', (host, port) => {
    expect(allowed.has(host, port)).toBe(true);
  });

  it.each([
    ['lab.internal', 80],
    ['sub.data.lab.internal', 80],
    ['data.lab.internal.example.org', 80],
    ['localhost', 9001],
    ['127.0.0.1', 9000],
    ['::1', 80],
    ['10.1.2.4', 443],
    ['', 80],
  ])('has not %s:%d', (host, port) => {
    expect(allowed.has(host, port)).toBe(false);
  });

  it('has none when nothing is named', () => {
    expect(AllowedHosts.parse(' , ').has('localhost', 80)).toBe(false);
  });

  it.each([
    'http://localhost',
    'a b',
    '*.lab',
    'host:0',
    'host:65536',
    'host:',
    '::1',
    'user@host',
    'x'.repeat(300),
  ])('refuses %s', (entry) => {
    expect(() => AllowedHosts.parse(`good, ${entry}`)).toThrow(/is not a host such as/);
  });

  it('refuses more hosts than anybody would name', () => {
    expect(() => AllowedHosts.parse(Array.from({ length: 101 }, (_, at) => `h${at}`).join())).toThrow(
      /up to 100/,
    );
  });
});

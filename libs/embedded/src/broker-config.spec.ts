import { brokerConfig, quote, type BrokerConfigOptions, type SiteUser } from './broker-config';
import { EmbeddedError } from './embedded-error';

const alpha: SiteUser = {
  user: 'alpha',
  password: 'a',
  publish: ['ask.alpha.*'],
  subscribe: ['_INBOX_alpha.>'],
};
const options: BrokerConfigOptions = {
  port: 4222,
  storeDir: '/data/js',
  services: [{ user: 'svc', password: 'secret' }],
  sites: [alpha],
  exports: { services: [{ subject: 'ask.*.*' }], streams: ['news.>'] },
};

function refusal(change: Partial<BrokerConfigOptions>): string {
  try {
    brokerConfig({ ...options, ...change });
  } catch (error) {
    if (error instanceof EmbeddedError && error.code === 'broker-config-invalid') return error.message;
    throw error;
  }
  return 'accepted';
}

describe('quote', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['line\nbreak\tand\rmore', '"line\\nbreak\\tand\\rmore"'],
    ['\u0001\u007f', '"\\x01\\x7f"'],
    ['} accounts { X', '"} accounts { X"'],
    ['pässwörd ☃', '"pässwörd ☃"'],
  ])('writes %j so that it stays one string', (text, written) => {
    expect(quote(text)).toBe(written);
  });
});

describe('brokerConfig', () => {
  it('exports to SITES alone what it is told to, and imports exactly that', () => {
    const text = brokerConfig({
      ...options,
      exports: {
        services: [{ subject: 'pull.*', responseType: 'stream', threshold: '2m' }],
        streams: ['news.>'],
      },
    });
    expect(text).toContain(
      '{ service: "pull.*", response_type: "stream", response_threshold: "2m", accounts: [ SITES ] }',
    );
    expect(text).toContain('{ stream: "news.>", accounts: [ SITES ] }');
    expect(text.match(/account: APP, subject: "[^"]+"/g)).toEqual([
      'account: APP, subject: "pull.*"',
      'account: APP, subject: "news.>"',
    ]);
  });

  it('gives the sizes of the design and leaves the flush interval alone unless told', () => {
    expect(brokerConfig(options)).toContain('max_payload: 8388608\nmax_pending: 268435456\n');
    expect(brokerConfig(options)).not.toContain('sync_interval');
    expect(brokerConfig({ ...options, syncInterval: 'always' })).toContain('sync_interval: "always"');
  });

  it('lets each site answer what it was handed, and nothing else', () => {
    expect(brokerConfig(options)).toContain('allow_responses: { max: 4, expires: "2m" }');
  });

  it('refuses an empty list, which NATS would read as everything', () => {
    expect(refusal({ sites: [{ ...alpha, publish: [] }] })).toMatch(/alpha: the publish list is empty/);
    expect(refusal({ sites: [{ ...alpha, subscribe: [] }] })).toMatch(/alpha: the subscribe list is empty/);
  });

  it('refuses rights that reach beyond the site', () => {
    expect(refusal({ sites: [{ ...alpha, publish: ['>'] }] })).toMatch(/begins with a wildcard/);
    expect(refusal({ sites: [{ ...alpha, subscribe: ['*.x'] }] })).toMatch(/begins with a wildcard/);
    expect(refusal({ sites: [{ ...alpha, subscribe: ['ask.alpha.claim'] }] })).toMatch(/could hear/);
    expect(refusal({ sites: [{ ...alpha, publish: ['ask..x'] }] })).toMatch(/no NATS subject/);
  });

  it('refuses logins that are not one login', () => {
    expect(refusal({ services: [{ user: 'alpha', password: 'x' }] })).toMatch(/named twice/);
    expect(refusal({ services: [{ user: 'svc', password: '' }] })).toMatch(/a name and a password/);
  });

  it('refuses numbers that are none', () => {
    expect(refusal({ port: 0 })).toMatch(/port must be a whole number/);
    expect(refusal({ siteLimits: { maxSubscriptions: 1.5 } })).toMatch(/maxSubscriptions/);
  });
});

import { readOptions } from './options';

const KNOWN = ['create', 'walk'];

describe('options of the bench', () => {
  it('are none for a stack of its own', () => {
    expect(readOptions([], KNOWN)).toEqual({ names: [], json: undefined, running: undefined, divisor: 1 });
    expect(readOptions(['walk', '--json', 'out.json'], KNOWN)).toMatchObject({
      names: ['walk'],
      json: 'out.json',
    });
  });

  it('name a running one whole, or are told what is missing', () => {
    const env = { CALLBOARD_ADMIN_PASSWORD: 'secret' };
    const all = ['--url', 'http://h', '--nats', 'nats://u:p@h', '--site', 'f'];
    expect(readOptions(all, KNOWN, env).running).toEqual({
      url: 'http://h',
      nats: 'nats://u:p@h',
      siteFile: 'f',
      admin: { username: 'admin', password: 'secret' },
      database: undefined,
    });
    expect(() => readOptions(['--url', 'http://h'], KNOWN, env)).toThrow('--nats');
    expect(() => readOptions(all, KNOWN, {})).toThrow('CALLBOARD_ADMIN_PASSWORD');
  });

  it('refuse what is unknown', () => {
    expect(() => readOptions(['wlak'], KNOWN)).toThrow('no such scenario: wlak; there are create, walk');
    expect(() => readOptions(['--fast'], KNOWN)).toThrow('--fast');
    expect(() => readOptions(['--divisor', '0'], KNOWN)).toThrow('whole number');
  });
});

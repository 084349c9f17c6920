import { readOptions } from './options';

const read = (args: string, env: Record<string, string> = { CALLBOARD_ADMIN_PASSWORD: 'secret' }) =>
  readOptions(args.split(' '), env);

describe('the options of npm run schema', () => {
  it.each([
    ['install a.json', { verb: 'install', file: 'a.json', activate: false }],
    ['install a.json --activate', { verb: 'install', file: 'a.json', activate: true }],
    ['activate 12', { verb: 'activate', version: 12 }],
    ['list', { verb: 'list' }],
  ])('%s', (args, task) => {
    expect(read(args)).toMatchObject({ task, url: 'http://127.0.0.1:8000', admin: { username: 'admin' } });
  });

  it('may name another place', () => {
    expect(read('list --url http://elsewhere:1').url).toBe('http://elsewhere:1');
  });

  it.each(['install', 'activate soon', 'activate 0', 'list all', 'remove 1', 'install a b'])(
    'refuses %s, and says what there is',
    (args) => expect(() => read(args)).toThrow(/install FILE/),
  );

  it('asks for the password where it is needed', () => {
    expect(() => read('activate 1', {})).toThrow(/CALLBOARD_ADMIN_PASSWORD/);
    expect(read('list', {}).task.verb).toBe('list');
  });
});

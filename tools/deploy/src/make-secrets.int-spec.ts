import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './compose-file.builder';

describe('deploy/make-secrets.sh', () => {
  let folder: string;
  const run = (): string =>
    execFileSync(join(ROOT, 'deploy/make-secrets.sh'), [folder], { encoding: 'utf8' });
  const content = (): Record<string, string> =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'callboard-secrets-')), 'secrets');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('makes each secret anew in another place', () => {
    run();
    const first = content();
    rmSync(folder, { recursive: true });
    run();
    const second = content();
    for (const name of Object.keys(first)) expect(second[name]).not.toBe(first[name]);
    const passwords = Object.entries(first).filter(([name]) => name.endsWith('-password'));
    expect(new Set(passwords.map(([, text]) => text)).size).toBe(passwords.length);
  });

  it('changes nothing that is there, and adds what is missing from what is there', () => {
    run();
    const before = content();
    rmSync(join(folder, 'jobs-database-url'));
    rmSync(join(folder, 'nats-passwords.conf'));
    expect(run()).toBe('made jobs-database-url\nmade nats-passwords.conf\n');
    expect(content()).toEqual(before);
    expect(run()).toBe('');
  });

  it('lets the accounts of containers read the files, and nobody else on this machine reach them', () => {
    run();
    expect(mode(folder)).toBe('700');
    for (const name of readdirSync(folder)) expect([name, mode(join(folder, name))]).toEqual([name, '444']);
  });

  it('is what git and images leave out', () => {
    expect(readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n')).toContain('deploy/secrets/');
  });
});

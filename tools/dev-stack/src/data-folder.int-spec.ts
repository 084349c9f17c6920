import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES } from '@callboard/contracts';
import { DataFolder, type Secrets } from './data-folder';

describe('the secrets of a data folder', () => {
  let path: string;
  beforeEach(() => (path = mkdtempSync(join(tmpdir(), 'callboard-data-'))));
  afterEach(() => rmSync(path, { recursive: true, force: true }));

  it('are made once, and are for their owner alone', () => {
    const made = new DataFolder(path).secrets();
    expect(new DataFolder(path).secrets()).toEqual(made);
    expect(Object.keys(made.databasePasswords).sort()).toEqual([...SERVICES].sort());
    expect(statSync(join(path, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('gain a password for a service that is new since the first start, and keep the others', () => {
    const made = new DataFolder(path).secrets();
    const { jobs: gone, ...others } = made.databasePasswords;
    writeFileSync(join(path, 'secrets.json'), JSON.stringify({ ...made, databasePasswords: others }));
    const now = new DataFolder(path).secrets();
    expect(now).toEqual({ ...made, databasePasswords: { ...others, jobs: expect.any(String) as string } });
    expect(now.databasePasswords.jobs).not.toBe(gone);
    expect(JSON.parse(readFileSync(join(path, 'secrets.json'), 'utf8')) as Secrets).toEqual(now);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, serviceSettings, SettingsError } from './environment';

const DATABASE_URL = 'postgres://callboard_jobs:secret@127.0.0.1:5432/callboard';

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readSettings(serviceSettings, env);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  throw new Error('they were taken');
}

describe('readSettings', () => {
  let folder: string;

  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'callboard-settings-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads what is set and fills in the rest', () => {
    const env = {
      NATS_URL: 'nats://127.0.0.1:4222',
      DATABASE_URL,
      HEALTH_PORT: '9000',
      NATS_USER: '',
      HOME: '/',
    };
    expect(readSettings(serviceSettings, env)).toEqual({
      NATS_URL: 'nats://127.0.0.1:4222',
      DATABASE_URL,
      HEALTH_PORT: 9000,
      HEALTH_HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      RUNTIME_SITE_ID: 'nmdc-runtime',
      OUTBOX_MOST_WAITING: 100_000,
      RETAIN_HISTORY_DAYS: 'forever',
      RETAIN_OUTBOX_DAYS: 3,
      RETAIN_DEAD_LETTERS_DAYS: 90,
    });
  });

  it('reads a secret from a file, without its last newline', () => {
    const file = join(folder, 'database-url');
    writeFileSync(file, `${DATABASE_URL}\n`);
    const env = { NATS_URL: 'nats://127.0.0.1:4222', DATABASE_URL_FILE: file };
    expect(readSettings(serviceSettings, env).DATABASE_URL).toBe(DATABASE_URL);
  });

  it('names every fault at once, and no secret', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://u:hunter2@h/d', HEALTH_PORT: 'x', LOG_LEVEL: 'loud' });
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).toMatch(/NATS_URL is missing: set NATS_URL or NATS_URL_FILE/);
    expect(faults.join('\n')).toMatch(/DATABASE_URL must be a URL such as postgres:/);
    expect(faults.join('\n')).toMatch(/HEALTH_PORT must be/);
    expect(faults.join('\n')).toMatch(/LOG_LEVEL must be one of/);
    expect(faults.join('\n')).not.toContain('hunter2');
  });

  it('refuses a file that is not there, and a secret given twice', () => {
    const NATS_URL = 'nats://127.0.0.1:4222';
    expect(faultsOf({ NATS_URL, DATABASE_URL_FILE: join(folder, 'none') })).toEqual([
      expect.stringMatching(/^DATABASE_URL_FILE cannot be read: .*ENOENT/),
    ]);
    expect(faultsOf({ NATS_URL, DATABASE_URL, DATABASE_URL_FILE: 'x' })).toEqual([
      'DATABASE_URL and DATABASE_URL_FILE are both set: keep one of them',
    ]);
  });
});

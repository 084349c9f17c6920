import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError } from './embedded-error';
import { startPostgres } from './postgres';
import { temporaryFolder } from './temporary-folder';

jest.setTimeout(60_000);

const settings = { fsync: 'off' };
const folder = temporaryFolder();
const dataDir = join(folder, 'pg');

async function refusal(damagedDir: string): Promise<EmbeddedError> {
  const outcome: unknown = await startPostgres({ dataDir: damagedDir, settings }).then(
    (server) => server.destroy(),
    (error: unknown) => error,
  );
  if (outcome instanceof EmbeddedError) return outcome;
  throw new Error('it started, or failed with something else', { cause: outcome });
}

function flipByte(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  writeFileSync(file, bytes);
}

describe('a damaged data folder', () => {
  const copies: string[] = [];

  async function damagedCopy(damage: (copy: string) => void): Promise<EmbeddedError> {
    const copy = join(folder, `damaged-${copies.length}`);
    copies.push(copy);
    execFileSync('cp', ['-a', dataDir, copy]);
    damage(copy);
    return refusal(copy);
  }

  beforeAll(async () => {
    const server = await startPostgres({ dataDir, settings });
    await server.stop();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[string, (copy: string) => void]>([
    ['global/pg_control is missing', (copy) => rmSync(join(copy, 'global/pg_control'))],
    ['incorrect checksum in control file', (copy) => flipByte(join(copy, 'global/pg_control'), 48)],
    ['.*', (copy) => rmSync(join(copy, 'pg_wal'), { recursive: true })],
    ['it holds files but no PG_VERSION', (copy) => rmSync(join(copy, 'PG_VERSION'))],
    ['PG_VERSION reads "rubbish"', (copy) => writeFileSync(join(copy, 'PG_VERSION'), 'rubbish\n')],
    ['.*', (copy) => rmSync(join(copy, 'base'), { recursive: true })],
  ])('is called so: %s', async (what, damage) => {
    const error = await damagedCopy(damage);
    expect(error.code).toBe('postgres-data-damaged');
    expect(error.message).toMatch(
      new RegExp(`damaged \\(${what}\\): restore it from a backup, or remove it`),
    );
    expect(error.message).not.toContain('\n');
  });

  it('is told from one of another major version', async () => {
    const error = await damagedCopy((copy) => writeFileSync(join(copy, 'PG_VERSION'), '12\n'));
    expect(error.code).toBe('postgres-version-mismatch');
    expect(error.message).toMatch(/made by PostgreSQL 12, but \d+ is installed/);
  });
});

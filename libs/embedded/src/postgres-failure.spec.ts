import { explainFailedStart, orphansStillAtWork } from './postgres-failure';

const explain = (isNew: boolean, ...lines: string[]): ReturnType<typeof explainFailedStart> =>
  explainFailedStart({ dataDir: '/data/pg', port: 5432, isNew, lines });

describe('explainFailedStart', () => {
  it.each([
    ['postgres-data-damaged', 'PANIC:  could not locate a valid checkpoint record at 0/0'],
    ['postgres-data-damaged', 'FATAL:  incorrect checksum in control file'],
    ['port-taken', 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use'],
    ['postgres-data-in-use', 'FATAL:  lock file "postmaster.pid" already exists'],
    ['start-failed', 'FATAL:  could not write to file "pg_wal/x": No space left on device'],
    ['start-failed', 'LOG:  unrecognized configuration parameter "nonsense"'],
  ])('%s: %s', (code, line) => {
    expect(explain(false, `2026-01-01 00:00:00 UTC [1] ${line}`).code).toBe(code);
  });

  it('names the folder, the reason and the ways out, and keeps the log', () => {
    const error = explain(false, 'x', 'PANIC:  could not locate a valid checkpoint record');
    expect(error.message).toMatch(
      /\/data\/pg is damaged \(could not locate .*\): restore it .* or remove it/,
    );
    expect(error.details).toHaveLength(2);
  });

  it('does not call a folder damaged that was made a moment ago', () => {
    expect(explain(true, 'FATAL:  something').code).toBe('start-failed');
  });

  it('knows children of a killed server, which will go away', () => {
    expect(
      orphansStillAtWork(['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use']),
    ).toBe(true);
    expect(orphansStillAtWork(['FATAL:  something'])).toBe(false);
  });
});

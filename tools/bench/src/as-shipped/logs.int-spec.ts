import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demandLogs, sizesOf } from './logs';

const folder = mkdtempSync(join(tmpdir(), 'callboard-bench-logs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const say = (log: string, message: string): void =>
  appendFileSync(join(folder, `${log}.log`), `{"level":"info","msg":"${message}"}\n`);
const did = (made: number, claimed: number, fired: number) => ({
  changes: { 'jobs made': made, 'jobs claimed': claimed, 'operations opened': 0, 'operations ended': 0 },
  fired,
});

describe('log lines that the bench looks for', () => {
  beforeEach(() => {
    for (const log of ['jobs', 'objects', 'triggers']) writeFileSync(join(folder, `${log}.log`), '');
  });

  it('are counted from where the logs were', async () => {
    say('jobs', 'job queued');
    const since = sizesOf(folder);
    for (const message of ['job queued', 'job queued', 'job claimed', 'job succeeded']) say('jobs', message);
    say('objects', 'object tagged');
    say('triggers', 'trigger fired');
    expect(await demandLogs(folder, since, did(2, 1, 1))).toBe(6);
  });

  it('may come later than the answers that they tell of', async () => {
    const since = sizesOf(folder);
    const looking = demandLogs(folder, since, did(1, 0, 0));
    say('jobs', 'job queued');
    expect(await looking).toBe(1);
  });

  it('are missed by name, and how many there should be', async () => {
    const since = sizesOf(folder);
    say('jobs', 'job claimed');
    await expect(demandLogs(folder, since, did(0, 2, 0), 300)).rejects.toThrow(
      'the log of jobs says "job claimed" 1 times where it should 2 times',
    );
    await expect(demandLogs(folder, since, did(0, 1, 1), 300)).rejects.toThrow('the log of objects');
  });
});

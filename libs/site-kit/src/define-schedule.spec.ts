import { defineSchedule, Instants } from './define-schedule';

/** The instants of a cron line after `from`, so many. */
function instants(line: string, timeZone: string, from: string, count: number): string[] {
  const all = new Instants('test', line, timeZone);
  const found: string[] = [];
  for (let at: Date | undefined = new Date(from); found.length < count; found.push(at.toISOString())) {
    at = all.after(at);
    if (!at) break;
  }
  return found;
}

describe('instants of a schedule', () => {
  it('are those of the time zone, whatever that of the machine is', () => {
    expect(instants('0 3 * * *', 'America/Los_Angeles', '2026-01-10T00:00:00Z', 2)).toEqual([
      '2026-01-10T11:00:00.000Z',
      '2026-01-11T11:00:00.000Z',
    ]);
  });

  it('within the hour that a clock skips in spring come right after it, and once', () => {
    expect(instants('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('within the hour that a clock repeats in autumn come once', () => {
    expect(instants('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
    expect(instants('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
    ]);
  });

  it('of each hour come in each hour that passes, as the clock is put back', () => {
    expect(instants('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z', 3)).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ]);
  });

  it.each([
    ['2026-01-10T02:59:59.999Z', '2026-01-09T03:00:00.000Z'],
    ['2026-01-10T03:00:00.000Z', '2026-01-10T03:00:00.000Z'],
    ['2026-01-10T03:00:00.500Z', '2026-01-10T03:00:00.000Z'],
    ['2026-01-10T23:00:00.000Z', '2026-01-10T03:00:00.000Z'],
  ])('up to %s end with %s', (time, latest) => {
    expect(new Instants('test', '0 3 * * *', 'UTC').upTo(new Date(time))?.toISOString()).toBe(latest);
  });

  it('up to a time in the repeated hour are that of the first pass', () => {
    const berlin = new Instants('test', '30 2 * * *', 'Europe/Berlin');
    for (const time of ['2026-10-25T00:45:00Z', '2026-10-25T01:45:00Z'])
      expect(berlin.upTo(new Date(time))?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });
});

describe('defineSchedule', () => {
  const parts = { name: 'nightly', cron: '0 3 * * *', timeZone: 'UTC', workflowId: 'w' };

  it('tells the job when it was due, unless told otherwise', () => {
    const at = new Date('2026-01-10T03:00:00Z');
    expect(defineSchedule(parts).config(at)).toEqual({ scheduled_at: '2026-01-10T03:00:00.000Z' });
  });

  it.each([
    [{ name: 'Two words' }, /needs a name/],
    [{ cron: '61 * * * *' }, /nightly cannot be read: .*minute/],
    [{ cron: '0 0 30 2 *' }, /never comes/],
    [{ timeZone: 'Mars/Olympus' }, /Mars\/Olympus/],
    [{ catchUpMs: -1 }, /catchUpMs/],
  ])('refuses %j at once', (wrong, words) => {
    expect(() => defineSchedule({ ...parts, ...wrong })).toThrow(words);
  });
});

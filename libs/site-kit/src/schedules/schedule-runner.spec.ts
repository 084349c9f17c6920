import { silentLog } from '@callboard/kernel';
import { defineSchedule, type ScheduleParts } from '../define-schedule';
import { ScheduleRunner } from './schedule-runner';

const HOUR_MS = 60 * 60 * 1000;

/** A schedule of 03:00 UTC under a clock that is set by hand. */
function scheduled(start: string, more: Partial<ScheduleParts> = {}) {
  let time = new Date(start);
  const asked: { by: string; key: string; config: unknown }[] = [];
  const runner = new ScheduleRunner(
    defineSchedule({ name: 'nightly', cron: '0 3 * * *', timeZone: 'UTC', workflowId: 'w', ...more }),
    {
      runs: {
        request: async (by, runs) => {
          asked.push(...runs.map(({ key, config }) => ({ by, key, config })));
        },
      },
      log: silentLog,
      stopping: new AbortController().signal,
      now: () => time,
    },
  );
  const lookAt = (at: string): Promise<void> => {
    time = new Date(at);
    return runner.look();
  };
  return { lookAt, keys: () => asked.map(({ key }) => key), asked };
}

describe('a schedule at work', () => {
  it('asks once for each instant, under its time', async () => {
    const { lookAt, asked } = scheduled('2026-01-10T02:00:00Z', { catchUpMs: 0 });
    await lookAt('2026-01-10T02:59:59.9Z');
    expect(asked).toEqual([]);
    await lookAt('2026-01-10T03:00:00Z');
    await lookAt('2026-01-10T03:00:01Z');
    await lookAt('2026-01-11T03:00:00.2Z');
    expect(asked).toEqual([
      {
        by: 'nightly',
        key: '2026-01-10T03:00:00.000Z',
        config: { scheduled_at: '2026-01-10T03:00:00.000Z' },
      },
      {
        by: 'nightly',
        key: '2026-01-11T03:00:00.000Z',
        config: { scheduled_at: '2026-01-11T03:00:00.000Z' },
      },
    ]);
  });

  it('asks at its start for the latest instant, as the site may have been down', async () => {
    const { lookAt, keys } = scheduled('2026-01-10T12:00:00Z');
    await lookAt('2026-01-10T12:00:00Z');
    expect(keys()).toEqual(['2026-01-10T03:00:00.000Z']);
  });

  it('asks for none that lies too far back', async () => {
    const { lookAt, keys } = scheduled('2026-01-10T12:00:00Z', { catchUpMs: 8 * HOUR_MS });
    await lookAt('2026-01-10T12:00:00Z');
    expect(keys()).toEqual([]);
  });

  it('asks for the latest one alone when several were missed, and for none twice when the clock is set back', async () => {
    const { lookAt, keys } = scheduled('2026-01-10T02:00:00Z', { catchUpMs: 0 });
    await lookAt('2026-01-14T05:00:00Z');
    await lookAt('2026-01-10T03:00:00Z');
    await lookAt('2026-01-14T03:00:00Z');
    await lookAt('2026-01-15T03:00:00Z');
    expect(keys()).toEqual(['2026-01-14T03:00:00.000Z', '2026-01-15T03:00:00.000Z']);
  });

  it('goes on when its config cannot be made', async () => {
    const config = (at: Date) => {
      if (at.getUTCDate() === 10) throw new Error('not today');
      return {};
    };
    const { lookAt, keys } = scheduled('2026-01-10T02:00:00Z', { config, catchUpMs: 0 });
    await lookAt('2026-01-10T03:00:00Z');
    await lookAt('2026-01-11T03:00:00Z');
    expect(keys()).toEqual(['2026-01-11T03:00:00.000Z']);
  });
});

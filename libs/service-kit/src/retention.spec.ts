import { readSettings, SettingsError } from './environment';
import { retentionSettings } from './retention';

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readSettings(retentionSettings, env);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  throw new Error('they were taken');
}

describe('retention', () => {
  it('takes days, and forever where nothing has to go', () => {
    const env = {
      RETAIN_HISTORY_DAYS: '365',
      RETAIN_OUTBOX_DAYS: '7',
      RETAIN_DEAD_LETTERS_DAYS: 'forever',
    };
    expect(readSettings(retentionSettings, env)).toEqual({
      RETAIN_HISTORY_DAYS: 365,
      RETAIN_OUTBOX_DAYS: 7,
      RETAIN_DEAD_LETTERS_DAYS: 'forever',
    });
  });

  it('never lets the outbox be shorter than the streams, and says why', () => {
    for (const wrong of ['2', '0', '-1', '3.5', 'forever', '40000']) {
      expect(faultsOf({ RETAIN_OUTBOX_DAYS: wrong })).toEqual([
        expect.stringMatching(
          /^RETAIN_OUTBOX_DAYS must be a whole number of days from 3 to 36500: streams keep/,
        ),
      ]);
    }
  });

  it('names every fault at once: zero days are none', () => {
    const faults = faultsOf({ RETAIN_HISTORY_DAYS: '0', RETAIN_DEAD_LETTERS_DAYS: 'always' });
    expect(faults).toEqual([
      'RETAIN_HISTORY_DAYS must be forever, or a whole number of days from 1 to 36500',
      'RETAIN_DEAD_LETTERS_DAYS must be forever, or a whole number of days from 1 to 36500',
    ]);
  });
});

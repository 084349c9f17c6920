import type { Check, Row } from './check';
import { checklistRows } from './checklist';
import { Differs, NotTried } from './outcome';
import { runChecks } from './runner';
import { Stage } from './stage';
import { rowText, sumText } from './table';

const stage = new Stage({ url: 'http://127.0.0.1:9' });
const check = (name: string, run: Check['run'], more: Partial<Check> = {}): Check => ({
  name,
  section: '0',
  run,
  ...more,
});
const fine = (): Promise<void> => Promise.resolve();
const differing = (): Promise<void> =>
  Promise.reject(new Differs('GET /jobs', [{ place: 'id', expected: 'text', came: '7' }]));

const CHECKS: Check[] = [
  check('holds', fine, { lines: [1] }),
  check('differs', differing, { lines: [1, 2] }),
  check('cannot be tried', () => Promise.reject(new NotTried('nobody here may')), { lines: [3] }),
  check('needs an admin', fine, { needs: ['admin'] }),
  check('uses what nobody made', (on) => Promise.resolve(void on.take('object'))),
  check('breaks', () => Promise.reject(new Error('http://127.0.0.1:9 does not answer'))),
];

describe('the runner', () => {
  let rows: Row[];
  const told: Row[] = [];

  beforeAll(async () => {
    rows = await runChecks(CHECKS, stage, (row) => told.push(row));
  });

  it('makes every check, whatever became of those before, and tells each at once', () => {
    expect(rows.map(({ name, outcome }) => [name, outcome.kind])).toEqual([
      ['holds', 'ok'],
      ['differs', 'differs'],
      ['cannot be tried', 'not tried'],
      ['needs an admin', 'not tried'],
      ['uses what nobody made', 'not tried'],
      ['breaks', 'differs'],
    ]);
    expect(told).toEqual(rows);
  });

  it('prints a row for each, with what was expected and what came, or why it was not tried', () => {
    expect(rows.map(rowText)).toEqual([
      'ok         0      holds',
      expect.stringMatching(/^DIFFERS    0      differs\n +GET \/jobs id: expected text; came 7$/),
      expect.stringMatching(/^not tried  0      cannot be tried +\(nobody here may\)$/),
      expect.stringMatching(/no admin was given: CALLBOARD_ADMIN_PASSWORD/),
      expect.stringMatching(/it needs the object of an earlier check, which did not succeed/),
      expect.stringMatching(/came http:\/\/127.0.0.1:9 does not answer$/),
    ]);
    expect(sumText(rows)).toBe('6 checks: 1 ok, 2 differ, 3 not tried');
  });

  it('sums up by lines of the checklist: what differs, else what was not tried, decides', () => {
    expect(
      checklistRows(rows)
        .slice(0, 4)
        .map(({ section, outcome }) => [section, outcome.kind]),
    ).toEqual([
      ['10.1', 'differs'],
      ['10.2', 'differs'],
      ['10.3', 'not tried'],
      ['10.4', 'not tried'],
    ]);
  });
});

describe('the end of a run', () => {
  it('removes the last thing first, and tells what stays', async () => {
    const ended = new Stage({ url: 'http://127.0.0.1:9' });
    const order: string[] = [];
    const removal = (name: string, removed: boolean) => async (): Promise<boolean> => {
      order.push(name);
      return Promise.resolve(removed);
    };
    ended.leaves('a', removal('a', true));
    ended.leaves('b', removal('b', false));
    ended.leaves('c');
    ended.leaves('d', () => Promise.reject(new Error('no')));
    expect(await ended.end()).toEqual(['b', 'c', 'd']);
    expect(order).toEqual(['b', 'a']);
  });
});

import { exitCode, summary, table } from './report';
import type { Row } from './verdict';

const ROWS: Row[] = [
  { scenario: 'claim', verdict: 'ok', seen: 'found 2 jobs' },
  { scenario: 'cancel', verdict: 'differs', seen: `it ${'goes on '.repeat(12)}`.trim() },
  { scenario: 'drain', verdict: 'not seen', seen: 'the kit did not start it' },
];

describe('the report of the kit', () => {
  it('is a table whose long texts stay in their column', () => {
    expect(table(ROWS).split('\n')).toEqual([
      'claim   ok        found 2 jobs',
      `cancel  differs   it ${'goes on '.repeat(9)}`.trimEnd(),
      `                  ${'goes on '.repeat(3)}`.trimEnd(),
      'drain   not seen  the kit did not start it',
    ]);
  });

  it('fails when something differs, and for nothing else', () => {
    expect(summary(ROWS)).toBe('1 ok, 1 differ, 1 not seen');
    expect(exitCode(ROWS)).toBe(1);
    expect(exitCode(ROWS.filter(({ verdict }) => verdict !== 'differs'))).toBe(0);
  });
});

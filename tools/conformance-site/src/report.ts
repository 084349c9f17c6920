import type { Row } from './verdict';

const WIDEST = 78;

/** The rows as a table for people; what was seen is wrapped below itself. */
export function table(rows: readonly Row[]): string {
  const name = Math.max(...rows.map(({ scenario }) => scenario.length));
  const verdict = Math.max(...rows.map((row) => row.verdict.length));
  const margin = ' '.repeat(name + verdict + 4);
  return rows
    .map((row) => {
      const lines = wrapped(row.seen).join(`\n${margin}`);
      return `${row.scenario.padEnd(name)}  ${row.verdict.padEnd(verdict)}  ${lines}`.trimEnd();
    })
    .join('\n');
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= WIDEST) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

/** The last line: how many rows came out how. */
export function summary(rows: readonly Row[]): string {
  const count = (verdict: Row['verdict']): number => rows.filter((row) => row.verdict === verdict).length;
  return `${count('ok')} ok, ${count('differs')} differ, ${count('not seen')} not seen`;
}

export const exitCode = (rows: readonly Row[]): number =>
  rows.some(({ verdict }) => verdict === 'differs') ? 1 : 0;

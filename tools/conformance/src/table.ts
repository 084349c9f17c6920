import type { Row } from './check';
import type { Outcome } from './outcome';

const NAME_WIDTH = 78;
const WORDS: Record<Outcome['kind'], string> = { ok: 'ok', differs: 'DIFFERS', 'not tried': 'not tried' };

/** One row as it is printed; what differs stands below it, a line for each. */
export function rowText({ name, section, outcome }: Row): string {
  const head = `${WORDS[outcome.kind].padEnd(9)}  ${section.padEnd(5)}  ${name.padEnd(NAME_WIDTH)}`.trimEnd();
  if (outcome.kind === 'ok') return head;
  if (outcome.kind === 'not tried') return `${head}  (${outcome.why})`;
  const { call, differences } = outcome;
  const lines = differences.map(({ place, expected, came }) => {
    const where = [call, place].filter((part) => part !== '').join(' ');
    return `             ${where && `${where}: `}expected ${expected}; came ${came}`;
  });
  return [head, ...lines].join('\n');
}

/** How many rows there are of each kind. */
export function sumText(rows: readonly Row[]): string {
  const count = (kind: Outcome['kind']): number => rows.filter(({ outcome }) => outcome.kind === kind).length;
  return `${rows.length} checks: ${count('ok')} ok, ${count('differs')} differ, ${count('not tried')} not tried`;
}

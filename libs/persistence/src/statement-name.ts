import { createHash } from 'node:crypto';

/** `for update of …`, `for update skip locked`, `do update set …` write to no table of that name. */
const WRITES = /\b(insert into|update|delete from)\s+(?!set\b|of\b|skip\b|nowait\b)([a-z_]+)/gi;
const READS = /\bfrom\s+([a-z_]+)/i;
const LETTERS_OF_HASH = 4;

/**
 * A name for a person: what a statement writes, or else reads, with a few letters of the hash of its text, so that two
 * that do alike differ. The same for the same text, in every process. `update jobs, insert into claims ~3fa9`
 */
export function statementName(text: string): string {
  const writes = [...text.matchAll(WRITES)].map(([, verb = '', table = '']) =>
    `${verb} ${table}`.toLowerCase(),
  );
  const hash = createHash('sha256').update(text).digest('hex').slice(0, LETTERS_OF_HASH);
  return `${[...new Set(writes)].join(', ') || reading(text)} ~${hash}`;
}

function reading(text: string): string {
  const [, table] = READS.exec(text) ?? [];
  const lock = /\bfor update\b/i.test(text) ? ' for update' : '';
  if (table !== undefined) return `select ${table}${lock}`;
  return text.trim().split(/\s+/).slice(0, 3).join(' ').toLowerCase();
}

import { REGEX_CHARACTERS } from './limits';
import { quoted, refusal } from './refusal';

const FLAGS = /^[imsx]*$/;
const LEADING_FLAGS = /^\(\?([imsx]+)\)/;

/**
 * Checks a `$regex` and its `$options` (i, m, s, x; flags at the very beginning of the pattern count too).
 *
 * @throws DomainError `invalid-input`: over 200 characters, no regular expression, a back reference (the one thing
 *   whose cost PostgreSQL cannot bound), an option that is not known
 */
export function checkRegex(pattern: string, options: string): { regex: string; flags: string } {
  if (pattern.length > REGEX_CHARACTERS)
    throw refusal(`a $regex has at most ${REGEX_CHARACTERS} characters, this one ${pattern.length}`);
  if (!FLAGS.test(options)) throw refusal(`$options takes the letters i, m, s and x, not ${quoted(options)}`);
  const [whole = '', inner = ''] = LEADING_FLAGS.exec(pattern) ?? [];
  const regex = pattern.slice(whole.length);
  if (!isRegex(regex)) throw refusal(`this is no regular expression: ${quoted(pattern)}`);
  if (hasBackReference(regex)) throw refusal(`a $regex must not refer back to a group: ${quoted(pattern)}`);
  return { regex, flags: [...new Set(options + inner)].sort().join('') };
}

function isRegex(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

function hasBackReference(pattern: string): boolean {
  return /\\(?:[1-9]|k<)/.test(pattern.replaceAll('\\\\', ''));
}

/** How `.` and `^ $` behave: PostgreSQL has one letter for each pair (its manual, 9.7.3.5). */
const NEWLINES: Record<string, string> = { '': 'p', m: 'n', s: 's', ms: 'w' };

/**
 * The pattern as PostgreSQL reads it: the same language but for the word boundary and the options.
 * `[^a]` does not match a line break there unless `s` is given; clients have no use for that.
 */
export function postgresRegex({ regex, flags }: { regex: string; flags: string }): string {
  const newlines = NEWLINES[flags.replaceAll(/[^ms]/g, '')] ?? 'p';
  const others = flags.replaceAll(/[^ix]/g, '');
  const pattern = regex.replaceAll(/\\(.)/gs, (escape, letter: string) => WORD_BOUNDARY[letter] ?? escape);
  return `(?${newlines}${others})${pattern}`;
}

const WORD_BOUNDARY: Record<string, string> = { b: '\\y', B: '\\Y' };

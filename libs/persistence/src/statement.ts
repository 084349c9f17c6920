import { createHash } from 'node:crypto';

/** What is sent to PostgreSQL. One with a name is kept on the connection, parsed and planned. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string;
}

/** Statements of the code are few; more than this would be texts made at run time, which are not to be kept. */
const MOST_KEPT = 500;

const names = new Map<string, string>();

/**
 * A statement whose text stands in the code; what differs from call to call is a parameter. Large statements take
 * longer to plan than to run, so PostgreSQL keeps them. Those without parameters are rare and cheap, and are not kept.
 */
export function statement(text: string, values: readonly unknown[] = []): Statement {
  const name = values.length === 0 ? undefined : nameOf(text);
  return name === undefined ? { text, values } : { text, values, name };
}

/** A statement whose text is made at run time, such as from a filter: planned anew, with the values at hand. */
export function statementOnce(text: string, values: readonly unknown[] = []): Statement {
  return { text, values };
}

/** The same for the same text, in every process. Undefined when too many texts are kept already. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_KEPT) return known;
  const name = `callboard_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  names.set(text, name);
  return name;
}

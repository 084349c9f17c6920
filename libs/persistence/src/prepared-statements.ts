import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';

/** Statements of the code are few; more than this would be texts made at run time, which are not to be kept. */
const MOST_KEPT = 500;

const names = new Map<string, string>();

/** What of a connection is used here; TypeORM gives it without a type. */
interface PreparingConnection {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/**
 * Runs a statement that PostgreSQL keeps on the connection, parsed and planned: large statements take longer to plan
 * than to run. Only for texts that stand in the code; what differs from call to call is a parameter.
 */
export async function runPrepared(
  runner: QueryRunner,
  text: string,
  values: unknown[],
): Promise<{ rows: unknown[] } | undefined> {
  const name = nameOf(text);
  if (name === undefined) return undefined;
  const connection = (await runner.connect()) as PreparingConnection;
  return connection.query({ name, text, values });
}

/** The same for the same text, in every process. Undefined when too many texts are kept already. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_KEPT) return known;
  const name = `callboard_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  names.set(text, name);
  return name;
}

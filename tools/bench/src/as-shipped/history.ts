import type { Client } from 'pg';

/** Changes of state since $1, and how many of them no row of a history tells of. */
const CHANGES = {
  'jobs made': `select count(*)::int as made, count(*) filter (where not exists (
      select from jobs.job_history h where h.job_id = j.id and h.from_state is null))::int as untold
    from jobs.jobs j where j.created_at >= $1`,
  'jobs claimed': `select count(*)::int as made, count(*) filter (where not exists (
      select from jobs.job_history h
       where h.job_id = c.job_id and h.operation_id = c.operation_id and h.to_state = 'claimed'))::int as untold
    from jobs.claims c where c.claimed_at >= $1`,
  'operations opened': `select count(*)::int as made, count(*) filter (where not exists (
      select from operations.operation_history h
       where h.operation_id = o.id and h.from_state is null))::int as untold
    from operations.operations o where o.created_at >= $1`,
  'operations ended': `select count(*)::int as made, count(*) filter (where not exists (
      select from operations.operation_history h
       where h.operation_id = o.id and h.to_state = o.state))::int as untold
    from operations.operations o where o.ended_at >= $1`,
} as const;

/** How often each change happened; all of them have their row in a history. */
export type Changes = Record<keyof typeof CHANGES, number>;

/**
 * Counts what was changed since a moment of the database's clock.
 *
 * @throws Error when a change has left no history: then it was off, and the figures are of another system
 */
export async function demandHistory(database: Client, since: Date): Promise<Changes> {
  const counts: [string, number][] = [];
  for (const [what, sql] of Object.entries(CHANGES)) {
    const { rows } = await database.query<{ made: number; untold: number }>(sql, [since]);
    const { made, untold } = rows[0] ?? { made: 0, untold: 0 };
    if (untold > 0)
      throw new Error(
        `${untold} of ${made} ${what} have no row in the history: figures count with the history as it ships only`,
      );
    counts.push([what, made]);
  }
  return Object.fromEntries(counts) as Changes;
}

import { eventually } from '@callboard/testing';
import type { World } from './world';

const JOBS_OF = `select count(*)::int as jobs from jobs.jobs where object_id = any ($1)`;
const WITHIN_MS = 600_000;

/** Waits until these objects have so many jobs, lets everything come to rest, and throws when there are others. */
export async function demandJobsOf(world: World, objects: readonly string[], wanted: number): Promise<void> {
  const count = async (): Promise<number> => {
    const { rows } = await world.database.query<{ jobs: number }>(JOBS_OF, [objects]);
    return rows[0]?.jobs ?? 0;
  };
  const enough = async (): Promise<boolean> => (await count()) >= wanted;
  await eventually(`${wanted} jobs of ${objects.length} objects`, enough, { timeoutMs: WITHIN_MS });
  const ended = `select from jobs.jobs where object_id = any ($1) and state in ('queued', 'claimed') limit 1`;
  const isAtRest = async (): Promise<boolean> =>
    (await world.database.query(ended, [objects])).rows.length === 0;
  await eventually('all of them are done', isAtRest, { timeoutMs: WITHIN_MS, everyMs: 100 });
  const found = await count();
  if (found !== wanted)
    throw new Error(`I2: ${objects.length} objects have ${found} jobs instead of ${wanted}`);
}

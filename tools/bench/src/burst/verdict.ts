import type { Bench } from '../place/bench';
import type { Row } from '../report/row';
import type { SettledJob } from '../site/noop-site';
import type { TagWalk } from '../walk/tagged-objects';

/**
 * Whether each of `count` tagged objects had one job that was claimed and done once: by what the site was given, and by
 * the rows of jobs and claims where the database can be looked into.
 */
export async function verdictOf(
  bench: Bench,
  ways: TagWalk,
  settled: readonly SettledJob[],
  count: number,
): Promise<Pick<Row, 'twice' | 'lost' | 'note'>> {
  const objects = new Set(settled.map(({ objectId }) => objectId)).size;
  const seen = { twice: settled.length - objects, lost: count - objects };
  if (bench.database === undefined) return { ...seen, note: 'by what the site was given' };
  const { rows } = await bench.database.query<{ jobs: number; objects: number; claims: number }>(
    `select count(*)::int as jobs, count(distinct object_id)::int as objects,
            (select count(*)::int from jobs.claims c join jobs.jobs j on j.id = c.job_id where j.workflow_id = $1) as claims
       from jobs.jobs where workflow_id = $1`,
    [ways.workflowId],
  );
  const { jobs, objects: tagged, claims } = rows[0] ?? { jobs: 0, objects: 0, claims: 0 };
  return {
    twice: Math.max(seen.twice, jobs - tagged, claims - jobs),
    lost: Math.max(seen.lost, count - tagged),
    note: `${jobs} jobs, ${claims} claims`,
  };
}

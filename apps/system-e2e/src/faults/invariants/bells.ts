import { bellSubject, WORK_STREAM, WORK_SUBJECTS } from '@callboard/contracts';
import type { NatsConnection } from 'nats';
import type { Pool } from 'pg';

const CLAIMABLE = `
select j.workflow_id, count(*)::int as jobs from jobs.jobs j
 where j.state = 'queued' and j.available_at <= now()
   and exists (select from jobs.workflows w where w.id = j.workflow_id and not w.paused)
 group by j.workflow_id`;

/** Those rung for are as many as the broker takes, less what workers have just taken. */
const ENOUGH = 5_000;

/** I9: every claimable job has a bell within seconds. Gives, in words, the workflows that lack some just now. */
export async function missingBells(database: Pool, nats: NatsConnection): Promise<string[]> {
  const { rows } = await database.query<{ workflow_id: string; jobs: number }>(CLAIMABLE);
  if (rows.length === 0) return [];
  const jsm = await nats.jetstreamManager({ checkAPI: false });
  const { state } = await jsm.streams.info(WORK_STREAM, { subjects_filter: WORK_SUBJECTS });
  return rows.flatMap(({ workflow_id: id, jobs }) => {
    const bells = state.subjects?.[bellSubject(id)] ?? 0;
    if (bells >= Math.min(jobs, ENOUGH)) return [];
    return [`I9: ${jobs} jobs of ${id} can be claimed, and ${bells} bells tell of them`];
  });
}

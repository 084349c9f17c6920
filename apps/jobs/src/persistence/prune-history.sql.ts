import { ENDED_STATES } from '../domain/job-states';

const OLD = `now() - $1::float8 * interval '1 day'`;

/**
 * $1 days, $2 and $3 where to begin and end, by ctid. The history of a job goes whole, days after the job ended. Whether
 * it has is asked row by row (a join might read all jobs for each few pages of history).
 */
export const PRUNE_HISTORY = `
with due as (
  select h.ctid from job_history h
   where h.ctid >= $2::tid and h.ctid < $3::tid and h.at < ${OLD}
     and (select j.updated_at from jobs j
           where j.id = h.job_id and j.state in (${ENDED_STATES.map((state) => `'${state}'`).join(', ')})) < ${OLD}
     for update skip locked
)
delete from job_history where ctid = any (array(select ctid from due)) returning seq`;

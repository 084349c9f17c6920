import { ENDED_STATES } from '../../../../apps/jobs/src/domain/job-states';
import { sqlCheck } from '../check';

interface Row {
  id: string;
  state: string;
  attempt: number;
  to_state: string | null;
  of_attempt: number | null;
}

const ENDED = ENDED_STATES.map((state) => `'${state}'`).join(', ');

/** What ended long ago may have lost its history, whole, where it is kept for so many days ($1). */
export const jobStateInHistory = sqlCheck<Row>({
  name: 'job-state-in-history',
  holds: 'the last row of the history of a job tells the state and the attempt that it is in',
  sql: `
    select j.id, j.state, j.attempt, h.to_state, h.attempt as of_attempt
      from jobs.jobs j
      left join (select distinct on (job_id) job_id, to_state, attempt from jobs.job_history
                  order by job_id, seq desc) h on h.job_id = j.id
     where (h.to_state is distinct from j.state or h.attempt is distinct from j.attempt)
       and not (h.job_id is null and j.state in (${ENDED}) and $1::int is not null
                and j.updated_at < now() - $1::int * interval '1 day')`,
  values: ({ historyDays }) => [historyDays ?? null],
  words: ({ id, state, attempt, to_state, of_attempt }) =>
    to_state === null
      ? `job ${id} is ${state}, and has no history`
      : `job ${id} is ${state} in attempt ${attempt}, and its history ends with ${to_state} in attempt ${of_attempt}`,
});

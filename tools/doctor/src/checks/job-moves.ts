import { FIRST_STATE, JOB_MOVES } from '../../../../apps/jobs/src/domain/job-states';
import { sqlCheck } from '../check';

interface Row {
  job_id: string;
  seq: string;
  before: string | null;
  from_state: string | null;
  to_state: string;
  attempt: number;
  attempt_before: number | null;
}

const MOVES = JOB_MOVES.map(({ from, to }) => `('${from}', '${to}')`).join(', ');

export const jobMoves = sqlCheck<Row>({
  name: 'job-moves',
  holds:
    'the history of a job has no gap, only moves of the state table (so that what ended stays), and growing attempts',
  sql: `
    select * from (
      select job_id, seq::text, from_state, to_state, attempt,
             lag(to_state) over of_job as before, lag(attempt) over of_job as attempt_before
        from jobs.job_history window of_job as (partition by job_id order by seq)
    ) as h
     where from_state is distinct from before
        or from_state is null and to_state <> '${FIRST_STATE}'
        or from_state is not null and (from_state, to_state) not in (${MOVES})
        or attempt < attempt_before`,
  words: ({ job_id, seq, before, from_state, to_state, attempt, attempt_before }) => {
    const move = `job ${job_id} went from ${from_state ?? 'nothing'} to ${to_state} (row ${seq})`;
    if (from_state !== before) return `${move}, and was ${before ?? 'not there'} before`;
    if (attempt < (attempt_before ?? 0))
      return `${move}, and its attempt fell from ${attempt_before} to ${attempt}`;
    return `${move}, which no job may`;
  },
});

import { sqlCheck } from '../check';

export const claimedHasClaim = sqlCheck<{ id: string; attempt: number }>({
  name: 'claimed-has-claim',
  holds: 'a job that is claimed has an open claim, that of its last attempt',
  sql: `
    select j.id, j.attempt from jobs.jobs j
     where j.state = 'claimed'
       and not exists (select from jobs.claims c
                        where c.job_id = j.id and c.state = 'open' and c.attempt = j.attempt)`,
  words: ({ id, attempt }) => `job ${id} is claimed, and no claim of its attempt ${attempt} is open`,
});

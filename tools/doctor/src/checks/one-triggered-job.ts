import { sqlCheck } from '../check';

export const oneTriggeredJob = sqlCheck<{ workflow_id: string; object_id: string; jobs: string[] }>({
  name: 'one-triggered-job',
  holds: 'triggers make one job for each workflow and object',
  sql: `
    select j.workflow_id, j.object_id, array_agg(j.id order by j.id) as jobs
      from jobs.jobs j
      join jobs.job_history h on h.job_id = j.id and h.from_state is null and h.who = 'service:triggers'
     group by 1, 2 having count(*) > 1`,
  words: ({ workflow_id, object_id, jobs }) =>
    `triggers made ${jobs.length} jobs of ${workflow_id} for the object ${object_id}: ${jobs.join(', ')}`,
});

import { sqlCheck } from '../check';

interface Row {
  id: string;
  trigger_id: string;
  object_id: string;
  job_id: string | null;
}

export const firingHasJob = sqlCheck<Row>({
  name: 'firing-has-job',
  holds: 'a trigger that fired for an object has made a job of it, within a minute, unless that was removed',
  sql: `
    select f.id, f.trigger_id, f.object_id, i.job_id
      from triggers.firings f
      left join jobs.job_identities i on i.workflow_id = f.workflow_id and i.object_id = f.object_id
      left join jobs.jobs j on j.id = i.job_id
     where f.fired_at < now() - interval '1 minute' and j.id is null
       and not exists (select from jobs.removed_jobs r where r.id = i.job_id)`,
  words: ({ id, trigger_id, object_id, job_id }) =>
    `${trigger_id} fired for the object ${object_id} (firing ${id}), and ` +
    (job_id === null ? 'there is no job of it' : `its job ${job_id} is gone`),
});

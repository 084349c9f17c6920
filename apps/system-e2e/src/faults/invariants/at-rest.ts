import { POSTED, SOLO, TRIGGERED } from '../world/workflows';
import type { Check } from './check';

/** What sites run comes to an end, however it went. */
export const FINISHED: Check = {
  invariant: 'I9',
  broken: 'jobs are not done though sites run their workflow',
  sql: `select id || ' ' || state as example from jobs.jobs
         where state in ('queued', 'claimed') and workflow_id in (select jsonb_array_elements_text($1::jsonb))`,
  given: [...TRIGGERED, POSTED, SOLO],
  atRest: true,
};

import { sqlCheck } from '../check';

export const claimOutcome = sqlCheck<{ id: string; job_id: string; of_claim: string; of_operation: string }>({
  name: 'claim-outcome',
  holds: 'a claim ended as its operation did',
  sql: `
    select o.id, o.job_id, c.outcome as of_claim, o.outcome as of_operation
      from jobs.claims c join operations.operations o on o.id = c.operation_id
     where c.outcome <> o.outcome`,
  words: ({ id, job_id, of_claim, of_operation }) =>
    `the operation ${id} has ${of_operation}, and the claim of job ${job_id} says ${of_claim}`,
});

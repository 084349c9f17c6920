import type { ModelState } from './model-state';
import { nameOf } from './model-state';
import type { RealStores } from './real-stores';

/** How everything of a sequence stands: a line for each job and each operation, the same from both sides. */
export type Standing = readonly string[];

export function standingOfModel({ jobs, claims }: ModelState): Standing {
  return [
    ...jobs.map((job, n) =>
      [`job ${n}`, job.attempt, job.failures, job.expiries, job.errorCode, ...job.history].join(' '),
    ),
    ...claims.map((claim) => {
      const { operation } = claim;
      const known = operation
        ? [JSON.stringify(operation.result), operation.withdrawn, operation.noted, historyOf(operation.state)]
        : ['unopened'];
      return [`claim ${nameOf(claim)}`, claim.site, claim.open, ...known].join(' ');
    }),
  ].sort();
}

const historyOf = (state: string): string => (state === 'open' ? 'open' : `open ${state}`);

const JOBS = `
select concat_ws(' ', 'job', array_position($1, j.id) - 1, j.attempt, j.failures, j.expiries, coalesce(j.error_code, ''),
       (select string_agg(h.to_state, ' ' order by h.seq) from job_history h where h.job_id = j.id)) as line
  from jobs j where j.id = any ($1)`;

const CLAIMS = `
select c.operation_id, concat(array_position($1, c.job_id) - 1, '/', c.attempt) as name, c.site_id,
       c.state = 'open' as open
  from claims c where c.job_id = any ($1)`;

const OPERATIONS = `
select o.id, o.result, coalesce((o.metadata ->> 'cancelled')::boolean, false) as withdrawn, o.metadata ? 'note' as noted,
       (select string_agg(h.to_state, ' ' order by h.seq) from operation_history h where h.operation_id = o.id) as history
  from operations o where o.id = any ($1)`;

interface OperationLine {
  id: string;
  result: unknown;
  withdrawn: boolean;
  noted: boolean;
  history: string;
}

/** The same, read from the tables. */
export async function standingOfReal(stores: RealStores, jobIds: readonly string[]): Promise<Standing> {
  const [jobs, claims] = await Promise.all([
    stores.jobsDatabase.query<{ line: string }>(JOBS, [jobIds]),
    stores.jobsDatabase.query<{ operation_id: string; name: string; site_id: string; open: boolean }>(
      CLAIMS,
      [jobIds],
    ),
  ]);
  const operations = await stores.operationsDatabase.query<OperationLine>(OPERATIONS, [
    claims.map((claim) => claim.operation_id),
  ]);
  const knownOf = new Map(
    operations.map(({ id, result, withdrawn, noted, history }) => [
      id,
      [JSON.stringify(result), withdrawn, noted, history].join(' '),
    ]),
  );
  return [
    ...jobs.map(({ line }) => line),
    ...claims.map(({ operation_id, name, site_id, open }) =>
      [`claim ${name}`, site_id, open, knownOf.get(operation_id) ?? 'unopened'].join(' '),
    ),
  ].sort();
}

import { JOB_STATES } from '@callboard/contracts';
import type { Check } from './check';

/** Nobody of the suite asks for a retry, so these are final for jobs. */
const FINAL = JOB_STATES.filter((state) => state !== 'queued' && state !== 'claimed')
  .map((state) => `'${state}'`)
  .join(', ');

/** I3: terminal states never change. I6: every change has a history row. Of a table with its history beside it. */
function checksOf(things: string, table: string, history: string, key: string, ended: string): Check[] {
  return [
    {
      invariant: 'I3',
      broken: `${things} moved on after their end`,
      sql: `select ${key} as example from ${history} where from_state in (${ended})`,
    },
    {
      invariant: 'I6',
      broken: `${things} have a history that does not lead from state to state`,
      sql: `select ${key} as example from (
              select ${key}, from_state, lag(to_state) over (partition by ${key} order by seq) as before from ${history}) h
             where from_state is distinct from before`,
    },
    {
      invariant: 'I6',
      broken: `${things} are in a state that their history does not tell`,
      sql: `select t.id as example from ${table} t
             where t.state is distinct from
                   (select h.to_state from ${history} h where h.${key} = t.id order by h.seq desc limit 1)`,
    },
    {
      invariant: 'I6',
      broken: `${things} changed more or less often than their history tells`,
      sql: `select t.id as example from ${table} t
              left join (select ${key}, count(*) as changes from ${history} group by ${key}) h on h.${key} = t.id
             where t.version <> coalesce(h.changes, 0)`,
    },
  ];
}

export const HISTORIES: readonly Check[] = [
  ...checksOf('jobs', 'jobs.jobs', 'jobs.job_history', 'job_id', FINAL),
  ...checksOf(
    'operations',
    'operations.operations',
    'operations.operation_history',
    'operation_id',
    `'succeeded', 'failed', 'cancelled', 'released', 'expired'`,
  ),
];

import { sqlCheck } from '../check';

/** What ended long ago may have lost its history, whole, where it is kept for so many days ($1). */
export const operationStateInHistory = sqlCheck<{ id: string; state: string; to_state: string | null }>({
  name: 'operation-state-in-history',
  holds: 'the last row of the history of an operation tells the state that it is in',
  sql: `
    select o.id, o.state, h.to_state
      from operations.operations o
      left join (select distinct on (operation_id) operation_id, to_state from operations.operation_history
                  order by operation_id, seq desc) h on h.operation_id = o.id
     where h.to_state is distinct from o.state
       and not (h.operation_id is null and $1::int is not null and o.ended_at < now() - $1::int * interval '1 day')`,
  values: ({ historyDays }) => [historyDays ?? null],
  words: ({ id, state, to_state }) =>
    to_state === null
      ? `the operation ${id} is ${state}, and has no history`
      : `the operation ${id} is ${state}, and its history ends with ${to_state}`,
});

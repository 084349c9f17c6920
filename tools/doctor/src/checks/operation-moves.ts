import { FIRST_STATE, OPERATION_MOVES } from '../../../../apps/operations/src/domain/operation-states';
import { sqlCheck } from '../check';

interface Row {
  operation_id: string;
  seq: string;
  before: string | null;
  from_state: string | null;
  to_state: string;
}

const MOVES = OPERATION_MOVES.map(({ from, to }) => `('${from}', '${to}')`).join(', ');

export const operationMoves = sqlCheck<Row>({
  name: 'operation-moves',
  holds: 'the history of an operation has no gap, and only moves of the state table: it ends once',
  sql: `
    select * from (
      select operation_id, seq::text, from_state, to_state, lag(to_state) over of_operation as before
        from operations.operation_history window of_operation as (partition by operation_id order by seq)
    ) as h
     where from_state is distinct from before
        or from_state is null and to_state <> '${FIRST_STATE}'
        or from_state is not null and (from_state, to_state) not in (${MOVES})`,
  words: ({ operation_id, seq, before, from_state, to_state }) =>
    `the operation ${operation_id} went from ${from_state ?? 'nothing'} to ${to_state} (row ${seq}), ` +
    (from_state === before ? 'which none may' : `and was ${before ?? 'not there'} before`),
});

const OLD = `now() - $1::float8 * interval '1 day'`;

/**
 * $1 days, $2 and $3 where to begin and end, by ctid. The history of an operation goes whole, days after the operation
 * ended; one that is open has not. That is asked row by row (a join might read all operations for each few pages).
 */
export const PRUNE_HISTORY = `
with due as (
  select h.ctid from operation_history h
   where h.ctid >= $2::tid and h.ctid < $3::tid and h.at < ${OLD}
     and (select o.ended_at from operations o where o.id = h.operation_id) < ${OLD}
     for update skip locked
)
delete from operation_history where ctid = any (array(select ctid from due)) returning seq`;

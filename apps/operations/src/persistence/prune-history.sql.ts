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

/** $1 days, $2 and $3 where to begin and end, by ctid. The log of an attempt goes whole, days after the attempt ended. */
export const PRUNE_RUN_LOGS = `
with due as (
  select l.ctid from run_op_logs l
   where l.ctid >= $2::tid and l.ctid < $3::tid and l.kept_at < ${OLD}
     and (select p.ended_at from run_ops p
           where p.run_id = l.run_id and p.op = l.op and p.attempt = l.attempt) < ${OLD}
     for update skip locked
)
delete from run_op_logs where ctid = any (array(select ctid from due)) returning n`;

import { OP_COLUMNS } from './run.row';

/** $1 run. How much it holds. */
export const SIZE = `
select count(*)::int as attempts, coalesce(sum(cardinality(inputs) + cardinality(outputs)), 0)::int as objects,
       coalesce(sum(bytes), 0)::int as bytes
  from run_ops where run_id = $1`;

/** $1 run, $2 ops and $3 attempts of them. */
export const KNOWN_ATTEMPTS = `
select ${OP_COLUMNS},
       (select count(*)::int from run_op_logs l
         where l.run_id = p.run_id and l.op = p.op and l.attempt = p.attempt) as lines
  from unnest($2::text[], $3::int[]) as k (op, attempt)
  join run_ops p on p.run_id = $1 and p.op = k.op and p.attempt = k.attempt`;

/** $1 run, $2 attempts as JSON. */
export const KEEP_ATTEMPTS = `
  with told as (
    select * from jsonb_to_recordset($2::jsonb) as a (op text, attempt int, operation_id text, state text,
      started_at timestamptz, ended_at timestamptz, inputs text[], outputs text[], output jsonb, error jsonb, bytes int)
  ), named as (
    insert into run_datasets (run_id, direction, object_id)
    select $1, d.direction, d.object_id
      from told t, lateral (select 'in' as direction, unnest(t.inputs) as object_id
                            union all select 'out', unnest(t.outputs)) d
        on conflict do nothing
  )
  insert into run_ops (run_id, op, attempt, operation_id, state, started_at, ended_at, inputs, outputs, output, error, bytes)
  select $1, op, attempt, operation_id, state, started_at, ended_at, inputs, outputs, output, error, bytes from told
      on conflict (run_id, op, attempt) do update
     set state = excluded.state, ended_at = excluded.ended_at, inputs = excluded.inputs, outputs = excluded.outputs,
         output = excluded.output, error = excluded.error, bytes = excluded.bytes`;

/** $1 run, $2 ops, $3 attempts, $4 times, $5 levels, $6 texts of lines. What was sent before is not kept twice. */
export const KEEP_LINES = `
  with kept as (
    insert into run_op_logs (run_id, op, attempt, at, digest, level, text)
    select $1, op, attempt, at, md5(level || ' ' || text), level, text
      from unnest($2::text[], $3::int[], $4::timestamptz[], $5::text[], $6::text[]) with ordinality
        as l (op, attempt, at, level, text, place)
     order by place
        on conflict do nothing
    returning 1
  )
  update runs set log_lines = log_lines + (select count(*) from kept) where id = $1`;

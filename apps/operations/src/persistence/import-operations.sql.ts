import { HTTP_LEASE_MS } from '@callboard/contracts';
import { importStatement } from '@callboard/persistence';
import { FIRST_STATE } from '../domain/operation-states';

/** Claims of the reference last 30 days, so that the end of a lease tells when it began; nothing ended after now. */
const OPENED_AT = `least(expire_time - interval '${HTTP_LEASE_MS} milliseconds', now())`;
const ENDED_AT = `greatest(least(expire_time, now()), ${OPENED_AT})`;
const STATE = `case when state = '${FIRST_STATE}' and expire_time <= now() then 'expired' else state end`;

/** $1 operations, $2 who. What was open when it was imported may have gone on here since. */
export const IMPORT_OPERATIONS = importStatement({
  given:
    'id text, site_id text, attempt int, state text, done boolean, expire_time timestamptz, result jsonb, metadata jsonb, job jsonb',
  table: 'operations',
  insert: `
    insert into operations (id, job_id, site_id, attempt, state, lease_ms, expire_time, result, metadata, job, created_at, ended_at)
    select id, job ->> 'id', site_id, attempt, ${STATE}, ${HTTP_LEASE_MS}, expire_time, result, metadata, job, ${OPENED_AT},
           case when ${STATE} <> '${FIRST_STATE}' then ${ENDED_AT} end
      from first order by id
    on conflict (id) do nothing returning id as key, state`,
  along: [
    `noted as (
      insert into operation_history (operation_id, from_state, to_state, who, why)
      select t.key, step.from_state, step.to_state, $2, 'imported'
        from taken t, lateral (values (1, null, '${FIRST_STATE}'), (2, '${FIRST_STATE}', t.state)) as step(n, from_state, to_state)
       where step.n = 1 or t.state <> '${FIRST_STATE}'
       order by t.key, step.n)`,
  ],
  same: `h.site_id = g.site_id and h.job ->> 'id' is not distinct from g.job ->> 'id'
         and (not g.done or h.state = g.state and coalesce(h.result, 'null') = coalesce(g.result, 'null'))`,
});

/** $1 ids. Only of a failure the result is told: it holds the code. */
export const DESCRIBE_ENDS = `
select id, site_id, attempt, lease_ms, outcome, case when outcome = 'failed' then result end as result, created_at, ended_at
  from operations where id = any ($1)`;

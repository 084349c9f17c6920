import { NEWS_ATTEMPTS, NEWS_TAKEN_MS } from '@callboard/contracts';
import { compared } from '@callboard/persistence';

/** What {@link NOTE} takes for each of the news, as JSON. */
export interface NewsToNote {
  site_id: string;
  sensor: string;
  kind: string;
  thing: string;
  version: number;
  happened_at: string;
  payload: unknown;
  bytes: number;
}

/**
 * $1 news as JSON. The unique key lets each through once. What happened before a sensor was registered is not for it: when
 * a broker has lost its data, everything is told again; a minute is for clocks that differ. Ordered, so that two
 * batches do not wait for each other.
 */
export const NOTE = `
insert into sensor_news (site_id, sensor, kind, thing, version, payload, bytes)
select n.site_id, n.sensor, n.kind, n.thing, n.version, n.payload, n.bytes
  from json_to_recordset($1::json) as n(
         site_id text, sensor text, kind text, thing text, version bigint, happened_at timestamptz, payload jsonb, bytes int)
  join sensors s on s.site_id = n.site_id and s.name = n.sensor
 where n.happened_at >= s.registered_at - interval '1 minute'
 order by n.site_id, n.sensor, n.kind, n.thing, n.version
on conflict do nothing
returning site_id, sensor`;

const NEVER_SETTLED = `taken ${NEWS_ATTEMPTS} times and never settled`;

/**
 * $1 site, $2 sensor, $3 most, $4 most bytes. Takes the oldest that are due and that nobody else is taking. Those that
 * were taken often enough are given up instead: whoever took them may have died of them each time.
 */
export const TAKE = `
with due as (
  select id, due_at, bytes from sensor_news
   where site_id = $1 and sensor = $2 and state = 'waiting' and due_at <= now()
   order by due_at, id
   limit $3
     for update skip locked
), fitting as (
  select id from (
    select id, row_number() over by_age as place, sum(bytes) over by_age as total from due window by_age as (order by due_at, id)
  ) d where place = 1 or total <= $4
), taken as (
  update sensor_news n
     set state = case when attempts >= ${NEWS_ATTEMPTS} then 'given-up' else n.state end,
         ended_at = case when attempts >= ${NEWS_ATTEMPTS} then clock_timestamp() end,
         last_error = case when attempts >= ${NEWS_ATTEMPTS} then coalesce(last_error, '${NEVER_SETTLED}') else last_error end,
         attempts = least(attempts + 1, ${NEWS_ATTEMPTS}),
         due_at = clock_timestamp() + interval '${NEWS_TAKEN_MS} milliseconds'
   where n.id = any (array(select id from fitting))
  returning n.id, n.state, n.attempts, n.payload
)
select * from taken order by id`;

/** $1 site, $2 sensor. No row when there is no such sensor. */
export const NEXT_DUE = `
select (extract(epoch from (
         select min(due_at) from sensor_news
          where site_id = s.site_id and sensor = s.name and state = 'waiting') - clock_timestamp()) * 1000)::float8 as in_ms
  from sensors s where s.site_id = $1 and s.name = $2`;

/** Two seconds after the first failure, twice as long each time, five minutes at most. */
const NEXT_TRY = `clock_timestamp() + least(300, 2 ^ n.attempts) * interval '1 second'`;

/** $1 site, $2 news as JSON, $3 their ids. What has ended stays as it is. Gives the state of each of the site. */
export const SETTLE = `
with told as (
  select * from json_to_recordset($2::json) as t(id bigint, error text)
), locked as (
  select id from sensor_news where id = any ($3::bigint[]) and site_id = $1 order by id for update
), settled as (
  update sensor_news n
     set state = decided.state,
         ended_at = case when decided.state <> 'waiting' then clock_timestamp() end,
         due_at = case when decided.state = 'waiting' then ${NEXT_TRY} else n.due_at end,
         last_error = coalesce(t.error, n.last_error),
         payload = case when decided.state = 'done' then '{}' else n.payload end
    from told t, lateral (
           select case when t.error is null then 'done'
                       when k.attempts >= ${NEWS_ATTEMPTS} then 'given-up'
                       else 'waiting' end as state
             from sensor_news k where k.id = t.id) decided
   where n.id = any (array(select id from locked)) and n.id = t.id and ${compared('n.state')} = 'waiting'
  returning n.id, n.state
)
select l.id, coalesce(s.state, n.state) as state, s.id is not null as changed
  from locked l join sensor_news n using (id) left join settled s using (id)`;

/** Most news that wait for one sensor: a site that is gone for good must not fill the database. */
export const MOST_WAITING = 100_000;

/** $1 days, $2 most rows. News that nobody has taken for so long. */
export const DROP_OLD_NEWS = `
with due as (
  select n.id from sensors s, lateral (
    select id from sensor_news
     where site_id = s.site_id and sensor = s.name and state = 'waiting' and due_at < now() - $1::float8 * interval '1 day'
     order by due_at, id limit $2) n
)
delete from sensor_news where id in (
  select id from sensor_news where id in (select id from due) order by id limit $2 for update skip locked)
returning id`;

/** $1 most that wait for a sensor, $2 most rows. The oldest go. */
export const DROP_TOO_MANY_NEWS = `
with due as (
  select n.id from sensors s, lateral (
    select id from sensor_news
     where site_id = s.site_id and sensor = s.name and state = 'waiting'
     order by due_at desc, id desc offset $1 limit $2) n
)
delete from sensor_news where id in (
  select id from sensor_news where id in (select id from due) order by id limit $2 for update skip locked)
returning id`;

const PRUNE = (state: string): string => `
delete from sensor_news where id in (
  select id from sensor_news where ended_at < now() - $1::float8 * interval '1 day' and state = '${state}'
  order by ended_at limit $2 for update skip locked)
returning id`;

/** $1 days, $2 most rows. */
export const PRUNE_DONE = PRUNE('done');
export const PRUNE_GIVEN_UP = PRUNE('given-up');

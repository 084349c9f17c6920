/** $1 site. Held while its sensors are registered, so that the count is right. */
export const LOCK_SENSORS = `select pg_advisory_xact_lock(hashtextextended('triggers: sensors of ' || $1, 0))`;

/** $1 site, $2 sensors as JSON. One that is known keeps since when it hears. */
export const REGISTER_SENSORS = `
insert into sensors as known (site_id, name, hears)
select $1, s.name, s.hears from json_to_recordset($2::json) as s(name text, hears jsonb)
 order by s.name
on conflict (site_id, name) do update set hears = excluded.hears where known.hears <> excluded.hears`;

/** $1 site, $2 names of those that stay. */
export const FORGET_OTHERS = 'delete from sensors where site_id = $1 and name <> all ($2)';

/** $1 site. */
export const NAMES = 'select name from sensors where site_id = $1 order by name';

/** $1 sites. */
export const SENSORS_OF = 'select site_id, name, hears from sensors where site_id = any ($1)';

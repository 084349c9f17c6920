import { importStatement } from '@callboard/persistence';

/** Key of the advisory lock that orders new triggers and events; see {@link LOCK_OUT_EVENTS}. */
const ORDER = `hashtextextended('triggers: events and registrations', 0)`;

/** Held by each transaction that fires for an event; many hold it at once. */
export const LOCK_AS_EVENT = `select pg_advisory_xact_lock_shared(${ORDER})`;

/**
 * Held by a transaction that registers or changes triggers. Events that fired without the new trigger have then committed what
 * they remember, so the backfill sees it; later ones see the trigger. Nothing falls between.
 */
export const LOCK_OUT_EVENTS = `select pg_advisory_xact_lock(${ORDER})`;

export const TRIGGER_COLUMNS = 'id, object_type_id, workflow_id, created_at, paused';

export const LIST = `select ${TRIGGER_COLUMNS} from triggers order by seq`;

export const FIND = `select ${TRIGGER_COLUMNS} from triggers where id = $1`;

const MAKE = (given: string): string => `
with given as (
  select * from json_to_recordset($1::json)
         as t(place int, id text, object_type_id text, workflow_id text, created_at timestamptz)
), ${given},
made as (
  insert into triggers (id, object_type_id, workflow_id, created_at)
  select g.id, g.object_type_id, g.workflow_id, coalesce(g.created_at, now()) from chosen g order by g.place
  on conflict (id) do nothing
  returning ${TRIGGER_COLUMNS}
), to_backfill as (
  insert into backfills (trigger_id, traceparent) select id, $2 from made
)
select ${TRIGGER_COLUMNS} from made`;

/** $1 triggers as JSON, $2 trace. Gives those that were not there; each is to be backfilled. */
export const REGISTER = MAKE('chosen as (select * from given)');

/** As {@link REGISTER}, of those that were never seeded before: a deleted one does not come back. */
export const SEED = MAKE(`
fresh as (
  insert into seeded_triggers (id) select id from given order by id on conflict do nothing returning id
), chosen as (select given.* from given join fresh using (id))`);

/** As {@link SEED}, of those that another runtime had, and without a backfill. */
export const IMPORT = importStatement({
  given: 'id text, object_type_id text, workflow_id text, created_at timestamptz',
  table: 'triggers',
  insert: `
    insert into triggers (id, object_type_id, workflow_id, created_at)
    select f.id, f.object_type_id, f.workflow_id, coalesce(f.created_at, now()) from first f
     where not exists (select from seeded_triggers s where s.id = f.id)
     order by f.place
    on conflict (id) do nothing returning id as key`,
  along: [
    `remembered as (insert into seeded_triggers (id) select id from first order by id on conflict do nothing)`,
  ],
  same: `h.created_at = coalesce(g.created_at, h.created_at)`,
});

/** $1 trigger. Waits for the page that another process is at, and keeps others from beginning one. */
export const LOCK_BACKFILL = 'select trigger_id from backfills where trigger_id = $1 for update';

/** $1 trigger, $2 whether it is paused, $3 trace. Gives no row when nothing changes. One that goes on begins anew. */
export const PAUSE = `
with changed as (
  update triggers set paused = $2, on_since = clock_timestamp() where id = $1 and paused <> $2 returning ${TRIGGER_COLUMNS}
), to_backfill as (
  insert into backfills (trigger_id, traceparent) select id, $3 from changed where not paused
  on conflict (trigger_id) do update set after_object_id = '', traceparent = excluded.traceparent
)
select ${TRIGGER_COLUMNS} from changed`;

export const DELETE = 'delete from triggers where id = $1 returning id';

const FIRE = (matches: string): string => `
fired as (
  insert into firings (trigger_id, object_type_id, workflow_id, object_id, traceparent)
  ${matches}
  on conflict (trigger_id, object_id) do nothing
  returning id, trigger_id, object_type_id, workflow_id, object_id, traceparent, fired_at
)`;

/**
 * $1 objects as JSON. Rows are locked in the order of ids; of an object the newest is remembered. Something older than
 * what is known fires as well, as it would have in its turn, so that the order of delivery decides nothing; but only
 * triggers that were on when it was told: when a broker lost its data, everything is told again, long after.
 */
export const REMEMBER_AND_FIRE = `
with told as (
  select * from json_to_recordset($1::json)
         as o(object_id text, types text[], version bigint, told_at timestamptz, traceparent text, imported boolean)
), newer as (
  insert into tagged_objects as known (object_id, types, version)
  select distinct on (object_id) object_id, types, version from told order by object_id, version desc
  on conflict (object_id) do update set types = excluded.types, version = excluded.version
   where known.version < excluded.version
  returning known.object_id, known.version
), ${FIRE(`
  select t.id, t.object_type_id, t.workflow_id, told.object_id, told.traceparent
    from told
    join triggers t on t.object_type_id = any (told.types) and not t.paused
    left join newer n on n.object_id = told.object_id and n.version = told.version
   where not told.imported and (n.object_id is not null or told.told_at >= t.on_since)
   order by t.id, told.object_id`)}
select * from fired`;

/** The oldest unfinished backfill that no other process is at; those of paused triggers wait. */
export const NEXT_BACKFILL = `
select b.trigger_id, b.after_object_id, b.traceparent, t.object_type_id, t.workflow_id
  from backfills b join triggers t on t.id = b.trigger_id and not t.paused
 order by b.created_at, b.trigger_id
 limit 1
   for update of b skip locked`;

/** $1 trigger, $2 after this object, $3 page size, $4 trace. One row, with the firings and where the page ended. */
export const FIRE_PAGE = `
with page as (
  select object_id from tagged_objects
   where object_id > $2 and types @> array[(select object_type_id from triggers where id = $1)]
   order by object_id
   limit $3
), ${FIRE(`
  select t.id, t.object_type_id, t.workflow_id, page.object_id, $4::text
    from page join triggers t on t.id = $1
   order by page.object_id`)}
select (select count(*)::int from page) as seen,
       (select max(object_id) from page) as last,
       coalesce((select json_agg(fired) from fired), '[]') as fired`;

export const ADVANCE = 'update backfills set after_object_id = $2 where trigger_id = $1';
export const FINISH = 'delete from backfills where trigger_id = $1';

import { bareBytes, objectColumns, replyBytes } from './object.row';

/**
 * $1 ids, $2 bytes. The objects that exist; those beyond the bytes come as ids only. The first one always fits,
 * however large it is.
 */
export const FIND_OBJECTS = `
with asked as (
  select o.id, row_number() over by_id as place, sum(${replyBytes('o')}) over by_id as total
    from objects o where o.id = any($1)
  window by_id as (order by o.id)
)
select a.id as asked, o.id is not null as fits, ${objectColumns('o')}
  from asked a left join objects o on o.id = a.id and (a.place = 1 or a.total <= $2)`;

/** Parameters of {@link pageOfObjects} before those of its condition. */
export const PAGE_PARAMETERS = 3;

/** $1 id before the page ('' for the first), $2 most objects, $3 bytes. One row beyond the page tells that more follow. */
export const pageOfObjects = (condition: string): string => `
with next as (select o.* from objects o where o.id > $1 and (${condition}) order by o.id limit $2 + 1),
sized as (
  select o.*, row_number() over by_id as place, sum(${replyBytes('o')}) over by_id as total
    from next o window by_id as (order by o.id)
)
select ${objectColumns('o')}, o.place <= $2 and (o.place = 1 or o.total <= $3) as fits
  from sized o order by o.place`;

/** In the order of their ids, so that two batches do not wait for each other. */
export const LOCK_OBJECTS = `
select o.id, o.manager, o.types, ${bareBytes('o')} as bytes
  from objects o where o.id = any($1) order by o.id for update`;

export const REGISTERED_TYPES = 'select id from object_types where id = any($1)';

/** $1 changes as JSON; the rows are locked. */
export const RETAG_OBJECTS = `
update objects o set types = c.types, version = o.version + 1
  from json_to_recordset($1::json) as c(id text, types text[])
 where o.id = any ($2) and o.id = c.id
returning o.id, o.version, o.manager, o.document ->> 'name' as name`;

/** $1 object, $2 number of the chunk. */
export const READ_CHUNK = `
select c.bytes, u.bytes as size, u.chunks, o.document ->> 'mime_type' as mime_type, o.document ->> 'name' as name
  from objects o join uploads u on u.object_id = o.id join content_chunks c on c.upload = u.id and c.n = $2
 where o.id = $1`;

import { objectColumns } from './object.row';

/** $1 the candidates' (registration_key, object_id) as JSON, $2 manager. In order, so that two batches do not deadlock. */
export const RESERVE_KEYS = `
insert into registrations (manager, registration_key, object_id)
select $2, r.registration_key, r.object_id
  from json_to_recordset($1::json) as r(registration_key text, object_id text)
 order by r.registration_key
on conflict do nothing`;

/** $1 the candidates' (type, checksum, object_id) as JSON. Waits for others who register the same at this moment. */
export const RESERVE_CHECKSUMS = `
insert into object_checksums (type, checksum, object_id)
select r.type, r.checksum, r.object_id
  from json_to_recordset($1::json) as r(type text, checksum text, object_id text)
 order by r.type, r.checksum
on conflict do nothing`;

/** $1 ids. In order, so that two batches do not deadlock; until the end of the transaction. */
export const LOCK_PROMISED = `
select pg_advisory_xact_lock(hashtextextended('promised object ' || p.id, 0))::text
  from (select unnest($1::text[]) as id order by 1) p`;

/** $1 ids. A statement of its own, so that it sees what was committed while the lock was waited for. */
export const IDS_TAKEN = 'select id from objects where id = any($1)';

export const KEY_OWNERS = `
select registration_key, object_id from registrations where manager = $1 and registration_key = any($2)`;

/** $1 types and $2 checksums, pair by pair. */
export const CHECKSUM_OWNERS = `
select c.type, c.checksum, c.object_id
  from object_checksums c join unnest($1::text[], $2::text[]) as asked(type, checksum) using (type, checksum)`;

export const LOCK_UPLOADS = `
select upload_id, bytes, chunks, object_id from uploads
 where manager = $1 and upload_id = any($2) order by upload_id for update`;

/** $1 ids of candidates that were not admitted. */
export const GIVE_BACK_KEYS = 'delete from registrations where object_id = any($1)';
export const GIVE_BACK_CHECKSUMS = 'delete from object_checksums where object_id = any($1)';

/** What {@link INSERT_OBJECTS} takes for each object, as JSON. */
export interface ObjectToInsert {
  id: string;
  document: unknown;
  document_bytes: number;
  stored: boolean;
}

/** $1 objects as JSON, $2 manager. */
export const INSERT_OBJECTS = `
insert into objects as o (id, document, document_bytes, stored, manager)
select n.id, n.document, n.document_bytes, n.stored, $2
  from json_to_recordset($1::json) as n(id text, document jsonb, document_bytes int, stored boolean)
returning ${objectColumns('o')}`;

/** $1 manager; $2 upload ids, $3 objects, $4 digests, one of each for each upload. */
export const BIND_UPLOADS = `
update uploads u set object_id = b.object_id, sha256 = b.sha256
  from unnest($2::text[], $3::text[], $4::text[]) as b(upload_id, object_id, sha256)
 where u.manager = $1 and u.upload_id = b.upload_id and u.object_id is null`;

export const FIND_REGISTERED = `
select r.registration_key, ${objectColumns('o')}
  from registrations r join objects o on o.id = r.object_id
 where r.manager = $1 and r.registration_key = any($2)`;

export const FIND_ANY = `select ${objectColumns('o')} from objects o where o.id = any($1)`;

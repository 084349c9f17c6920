/** $1 ids, $2 class, $3 who. Gives those that were free. */
export const MINT = `
insert into minted_ids (id, schema_class, minted_by) select unnest($1::text[]), $2, $3
on conflict do nothing returning id`;

/** $1 ids: those that a document has already, however it came by it. */
export const TAKEN = 'select key as id from documents where key = any ($1)';

export interface MintedRecord {
  id: string;
  schema_class: string;
  minted_by: string;
  minted_at: Date;
  collection: string | null;
  metadata: Record<string, unknown> | null;
}

export const RESOLVE = `
select m.id, m.schema_class, m.minted_by, m.minted_at, m.metadata, d.collection
  from minted_ids m left join documents d on d.key = m.id where m.id = $1 and m.deleted_at is null`;

/** $1 id, $2 metadata, $3 who. */
export const BIND = `
update minted_ids set metadata = $2, bound_at = now(), bound_by = $3
 where id = $1 and deleted_at is null returning id`;

/** $1 id, $2 who. */
export const DELETE = `
update minted_ids set deleted_at = now(), deleted_by = $2
 where id = $1 and deleted_at is null and not exists (select from documents where key = $1) returning id`;

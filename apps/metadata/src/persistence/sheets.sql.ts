export interface SheetRecord {
  id: string;
  who: string;
  parts: number;
  bytes: number;
}

const COLUMNS = 'id, who, parts, bytes';

/** $1 sheet, $2 who. Gives the row as it is, whoever made it. */
export const OPEN_SHEET = `
insert into sheets (id, who) values ($1, $2) on conflict (id) do update set touched_at = now() returning ${COLUMNS}`;

export const FIND_SHEET = `select ${COLUMNS} from sheets where id = $1`;

/** $1 sheet, $2 number of the part, $3 its bytes. No row when another one came in between. */
export const ADD_PART = `
with grown as (
  update sheets set parts = parts + 1, bytes = bytes + length($3::bytea), touched_at = now() where id = $1 and parts = $2
  returning ${COLUMNS}
), kept as (
  insert into sheet_parts (sheet, n, bytes) select id, $2, $3::bytea from grown
)
select ${COLUMNS} from grown`;

export const READ_PARTS = 'select bytes from sheet_parts where sheet = $1 order by n';

/** $1 sheet, $2 versions. */
export const NOTE_VERSIONS = 'update sheets set versions = $2::jsonb, touched_at = now() where id = $1';

export const READ_VERSIONS = 'select versions from sheets where id = $1';

/** $1 sheets. */
export const REMOVE_SHEETS = `
with parts as (delete from sheet_parts where sheet = any ($1)) delete from sheets where id = any ($1)`;

/** $1 most sheets. */
export const STALE_SHEETS = `
select id from sheets where touched_at < now() - interval '1 hour' order by touched_at limit $1`;

/** $1 ids. Only what has an id of its own is named by it. */
export const NAMED_DOCUMENTS = `
select key as id, collection, version, pg_column_size(document) as bytes
  from documents where key = any ($1) and document ->> 'id' = key`;

export const READ_DOCUMENTS = 'select key as id, version, document from documents where key = any ($1)';

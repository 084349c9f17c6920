export interface SchemaRecord {
  version: number;
  title: string;
  digest: string;
  collections: string[];
  installed_at: Date;
  installed_by: string;
  active: boolean;
}

const COLUMNS = (table: string): string =>
  `${['version', 'title', 'digest', 'collections', 'installed_at', 'installed_by'].map((name) => `${table}.${name}`).join(', ')},
   exists (select from active_schema a where a.version = ${table}.version) as active`;

/** $1 digest, $2 title, $3 schema, $4 collections, $5 type codes, $6 who. No row when the digest is there already. */
export const INSTALL = `
insert into schema_versions as s (digest, title, schema, collections, typecodes, installed_by)
values ($1, $2, $3::json, $4, $5::jsonb, $6) on conflict (digest) do nothing returning ${COLUMNS('s')}`;

export const BY_DIGEST = `select ${COLUMNS('s')} from schema_versions s where s.digest = $1`;

/** $1 version, which may be larger than any that can exist, $2 who. No row when there is no such version. */
export const ACTIVATE = `
with made as (
  insert into active_schema as a (version, activated_by) select version, $2 from schema_versions where version = $1::bigint
  on conflict (is_only) do update set version = excluded.version, activated_at = now(), activated_by = excluded.activated_by
  returning a.version
)
select s.version, s.title, s.digest, s.collections, s.installed_at, s.installed_by, true as active
  from schema_versions s join made using (version)`;

/** $1 version, $2 who. */
export const ACTIVATE_FIRST = `
insert into active_schema (version, activated_by) values ($1, $2) on conflict (is_only) do nothing`;

export const LIST_SCHEMAS = `select ${COLUMNS('s')} from schema_versions s order by s.version desc`;

export const ACTIVE = `
select ${COLUMNS('s')}, s.typecodes from active_schema a join schema_versions s on s.version = a.version`;

export const READ_SCHEMA = 'select schema from schema_versions where version = $1';

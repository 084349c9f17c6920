import { importStatement } from '@callboard/persistence';

export const IMPORT_OBJECT_TYPES = importStatement({
  given: 'id text, name text, description text, created_at timestamptz',
  table: 'object_types',
  insert: `
    insert into object_types (id, name, description, created_at)
    select id, name, description, coalesce(created_at, now()) from first order by place
    on conflict do nothing returning id as key`,
  same: `(h.name, h.description, h.created_at) is not distinct from (g.name, g.description, coalesce(g.created_at, h.created_at))`,
});

/** Whoever imports does so alone, so that what is not here stays so until it is taken in. */
export const ONE_IMPORT = `select pg_advisory_xact_lock(hashtextextended('objects: imported', 0))`;

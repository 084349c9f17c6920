import { importStatement } from '@callboard/persistence';

export const IMPORT_CAPABILITIES = importStatement({
  given: 'id text, name text, description text, created_at timestamptz',
  table: 'capabilities',
  insert: `
    insert into capabilities (id, name, description, created_at)
    select id, name, description, coalesce(created_at, now()) from first order by place
    on conflict (id) do nothing returning id as key`,
  same: `(h.name, h.description, h.created_at) is not distinct from (g.name, g.description, coalesce(g.created_at, h.created_at))`,
});

/** The secret is not compared: it is hashed anew at the first login. */
export const IMPORT_USERS = importStatement({
  given:
    'username text, hashed_password text, email text, full_name text, site_admin text[], disabled boolean',
  table: 'users',
  insert: `
    insert into users (username, password_hash, email, full_name, site_admin, disabled)
    select username, hashed_password, email, full_name, site_admin, disabled from first order by username
    on conflict (username) do nothing returning username as key`,
  same: `(h.email, h.full_name, h.site_admin, h.disabled) is not distinct from (g.email, g.full_name, g.site_admin, g.disabled)`,
});

/**
 * A client comes in once: one that was revoked since does not come back, which is what \`seeded\` remembers. Those of
 * another site stay there. A site that was here gets its clients all the same.
 */
export const IMPORT_SITES = importStatement({
  given: 'id text, capability_ids text[], clients jsonb',
  table: 'sites',
  insert: `
    insert into sites (id, capability_ids) select id, capability_ids from first order by id
    on conflict (id) do nothing returning id as key`,
  along: [
    `client as (
      select distinct on (c.id) f.id as site_id, c.id, c.hashed_secret
        from first f, jsonb_to_recordset(f.clients) as c(id text, hashed_secret text) order by c.id)`,
    `fresh as (
      insert into seeded (what) select 'imported client ' || id from client order by id
      on conflict do nothing returning what)`,
    `added as (
      insert into site_clients (client_id, site_id, secret_hash)
      select c.id, c.site_id, c.hashed_secret from client c join fresh on what = 'imported client ' || c.id
       order by c.id on conflict do nothing)`,
  ],
  same: `h.capability_ids = g.capability_ids and not exists (
         select from jsonb_to_recordset(g.clients) as c(id text) join site_clients other on other.client_id = c.id
          where other.site_id <> g.id)`,
});

/** $1 ids. What sites are able to do, as it is told to others. */
export const SITES_TO_TELL = 'select id, capability_ids, version from sites where id = any ($1) order by id';

/** One that was taken away since does not come back. $2 is who brings them in. */
export const IMPORT_ALLOWANCES = `
with given as (
  select * from json_to_recordset($1::json) as g(username text, action text, place int)
), fresh as (
  insert into seeded (what)
  select distinct 'imported allowance ' || username || ' ' || action from given order by 1
  on conflict do nothing returning what
), taken as (
  insert into allowances (username, action)
  select distinct g.username, g.action from given g join fresh on what = 'imported allowance ' || username || ' ' || action
   order by 1, 2 on conflict do nothing returning username, action
), noted as (
  insert into allowance_history (username, action, change, who) select username, action, 'given', $2 from taken
)
select g.place, t.username is not null as taken, a.username is not null as same
  from given g
  left join taken t on t.username = g.username and t.action = g.action
  left join allowances a on a.username = g.username and a.action = g.action
 order by g.place`;

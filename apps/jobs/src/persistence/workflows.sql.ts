import { CLAIMABLE_STATE } from '../domain/job-states';

/** A workflow as {@link COLUMNS} selects it. */
export interface WorkflowRecord {
  id: string;
  name: string | null;
  description: string | null;
  capability_ids: string[];
  paused: boolean;
  priority: number;
  lease_ms: string | null;
  max_attempts: number;
  max_expiries: number;
  retry_delay_ms: string;
  longest_retry_delay_ms: string;
  final_error_codes: string[];
  max_running: number | null;
  only_sites: string[] | null;
  created_at: Date;
}

/** What can be changed, with the SQL type of each; lists apart. */
const CHANGEABLE = {
  name: 'text',
  description: 'text',
  paused: 'boolean',
  priority: 'smallint',
  lease_ms: 'bigint',
  max_attempts: 'integer',
  max_expiries: 'integer',
  retry_delay_ms: 'bigint',
  longest_retry_delay_ms: 'bigint',
  max_running: 'integer',
} as const;
const POLICY = [
  'paused',
  'priority',
  'lease_ms',
  'max_attempts',
  'max_expiries',
  'retry_delay_ms',
  'longest_retry_delay_ms',
  'final_error_codes',
  'max_running',
  'only_sites',
];

const COLUMNS = ['id', 'name', 'description', 'capability_ids', ...POLICY, 'created_at']
  .map((column) => `w.${column}`)
  .join(', ');

export const LIST = `select ${COLUMNS} from workflows w where w.registered order by w.seq`;

/** An id that jobs have named before becomes registered, and takes its place in the order now. */
export const REGISTER_UNREGISTERED = `
on conflict (id) do update
   set registered = true, seq = default, name = excluded.name, description = excluded.description,
       capability_ids = excluded.capability_ids, created_at = excluded.created_at
 where not w.registered`;

export const REGISTER = `
insert into workflows as w (id, registered, name, description, capability_ids) values ($1, true, $2, $3, $4)
${REGISTER_UNREGISTERED}
returning ${COLUMNS}`;

/**
 * $1 seeds as JSON. Each is seeded once, in all starts of all processes: what became of it since, edited or deleted,
 * stands, unlike in the reference (contract 3.1).
 */
export const SEED = `
with given as (
  select * from json_to_recordset($1::json)
         as s(place int, id text, name text, description text, created_at timestamptz)
), fresh as (
  insert into seeded_workflows (id) select id from given order by id on conflict do nothing returning id
)
insert into workflows as w (id, registered, name, description, created_at)
select g.id, true, g.name, g.description, g.created_at from given g join fresh using (id) order by g.place
${REGISTER_UNREGISTERED}`;

/** $1 workflows, $2 site. Once for each, as with {@link SEED}: they are for this site only. */
export const SEED_ONLY_SITE = `
with fresh as (
  insert into seeded_workflows (id) select 'only-site:' || id from unnest($1::text[]) as given(id) order by id
  on conflict do nothing returning id
)
update workflows set only_sites = array[$2]
 where id = any ($1) and only_sites is null and exists (select from fresh f where f.id = 'only-site:' || workflows.id)`;

const listOf = (column: string): string =>
  `array(select jsonb_array_elements_text($2::jsonb -> '${column}'))`;

const changed = (column: string, value: string): string =>
  `${column} = case when $2::jsonb ? '${column}' then ${value} else w.${column} end`;

/** $1 workflow, $2 changes as JSON: a key that is absent leaves its column alone, a null empties it. */
export const CHANGE = `
update workflows w
   set ${changed('capability_ids', listOf('capability_ids'))},
       ${changed('final_error_codes', listOf('final_error_codes'))},
       ${changed('only_sites', `case when jsonb_typeof($2::jsonb -> 'only_sites') = 'array' then ${listOf('only_sites')} end`)},
       ${Object.entries(CHANGEABLE)
         .map(([column, type]) => changed(column, `($2::jsonb ->> '${column}')::${type}`))
         .join(',\n       ')}
 where w.id = $1 and w.registered
returning ${COLUMNS}`;

/**
 * $1 workflow. It becomes one that is only named by jobs, with the policy of such: the row stays, as jobs that are
 * created at this moment count on it. Gives no row when nobody registered it, else whether an open job keeps it.
 */
export const DELETE = `
with asked as (
  select w.id,
         exists (select from jobs j where j.workflow_id = w.id and j.state = ${CLAIMABLE_STATE})
      or exists (select from claims c join jobs j on j.id = c.job_id
                  where c.state = 'open' and j.workflow_id = w.id) as in_use
    from workflows w where w.id = $1 and w.registered
), gone as (
  update workflows w
     set registered = false, name = null, description = null, capability_ids = '{}',
         ${POLICY.map((column) => `${column} = default`).join(', ')}
    from asked a where w.id = a.id and not a.in_use
)
select in_use from asked`;

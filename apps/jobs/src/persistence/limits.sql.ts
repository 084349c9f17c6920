/*
 * Limits of what runs at once (design 4): no counters, which could leak. Where a limit is set, a claim locks its row first,
 * and a later statement of the transaction, which sees whatever was committed until then, counts live claims. Nobody else
 * can claim under that limit in between. Workflows are locked before sites, and in the order of their ids.
 */

/** $1 workflow, $2 site. To be run before a claim by workflow. */
export const LOCK_LIMITS_OF_WORKFLOW = `
with workflow as (
  select from workflows w where w.id = $1 and w.max_running is not null for no key update
), site as (
  select from site_limits l where l.site_id = $2 for no key update
)
select (select count(*) from workflow), (select count(*) from site)`;

/** $1 job ids, $2 site. To be run before a claim by ids. */
export const LOCK_LIMITS_OF_JOBS = `
with workflow as (
  select from workflows w
   where w.max_running is not null and exists (select from jobs j where j.id = any ($1) and j.workflow_id = w.id)
   order by w.id
     for no key update
), site as (
  select from site_limits l where l.site_id = $2 for no key update
)
select (select count(*) from workflow), (select count(*) from site)`;

const FREE_OF_WORKFLOW = `
  greatest(0, w.max_running - (select count(*) from jobs r where r.workflow_id = w.id and r.state = 'claimed'))`;

/** SQL: how many jobs of the workflow may start; no row without a limit. */
export const roomOfWorkflow = (workflow: string): string =>
  `select ${FREE_OF_WORKFLOW} from workflows w where w.id = ${workflow} and w.max_running is not null`;

/** $1 workflow. */
export const ROOM_OF_WORKFLOW = roomOfWorkflow('$1');

/** $1 job ids. A row for each of their workflows that has a limit. */
export const ROOM_OF_JOBS = `
  select w.id as workflow_id, ${FREE_OF_WORKFLOW} as free from workflows w
   where w.max_running is not null and exists (select from jobs j where j.id = any ($1) and j.workflow_id = w.id)`;

/** $2 site. How many more jobs it may hold; no row without a limit. */
export const ROOM_OF_SITE = `
  select greatest(0, l.max_running - (select count(*) from claims c where c.site_id = l.site_id and c.state = 'open'))
    from site_limits l where l.site_id = $2`;

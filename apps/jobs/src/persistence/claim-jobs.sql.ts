import { compared } from '@callboard/persistence';
import { CLAIMABLE_STATE, moveGuard } from '../domain/job-states';
import { IN_INDEX_ORDER } from './index-order';
import { ROOM_OF_JOBS, ROOM_OF_SITE, ROOM_OF_WORKFLOW, roomOfWorkflow } from './limits.sql';
import { type JobRecord, jobColumns, replyBytes } from './job-record';

/** A job with the claim that was just made, or with one made before. */
export interface ClaimRecord extends JobRecord {
  operation_id: string;
  site_id: string;
  claimant: string | null;
  claim_attempt: number;
  lease_ms: string;
  /** Of a claim that was just made. */
  posted_by?: string | null;
}

const SITE_IS_ABLE = `j.capability_ids <@ coalesce(
      (select s.capability_ids from site_capabilities s where s.site_id = $2), '{}')`;

/** A workflow may be for certain sites only (design 7). */
const SITE_MAY = (workflow: string): string =>
  `not exists (select from workflows o where o.id = ${workflow} and $2 <> all (o.only_sites))`;

const CAN_BE_TOLD = `j.size_bytes <= coalesce($11::int, j.size_bytes)`;

const CLAIMABLE = `j.workflow_id = $1 and j.state = ${CLAIMABLE_STATE} and j.available_at <= now()
     and exists (select from workflows w where w.id = $1 and not w.paused)`;

/** Priority, then age: the order of the index jobs_claimable. */
const TURN = 'j.priority desc, j.created_at, j.id';

/** By workflow: rows that another claimant holds are skipped, so that claimants never wait for each other. */
const PICKED_BY_WORKFLOW = `
picked as (
  select j.id, j.size_bytes, row_number() over (order by ${TURN}) as place from (
    select j.id, j.size_bytes, j.priority, j.created_at from jobs j
     where ${CLAIMABLE} and ${SITE_MAY('$1')} and ${SITE_IS_ABLE} and ${CAN_BE_TOLD}
     order by ${TURN}
     limit case when exists (select from claims c where c.site_id = $2 and c.request_id = $3) then 0
                else least($4::int, (${ROOM_OF_WORKFLOW}), (${ROOM_OF_SITE})) end
       for update of j skip locked
  ) j
)`;

/** By ids, in the order of ids, as everybody who locks several jobs does; those first that find room within the limits. */
const PICKED_BY_ID = `
room as materialized (${ROOM_OF_JOBS}),
able as (
  select j.id, j.workflow_id, j.size_bytes from jobs j join workflows w on w.id = j.workflow_id
   where j.id = any ($1) and ${compared('j.state')} = ${CLAIMABLE_STATE} and j.available_at <= now() and not w.paused
     and ${SITE_MAY('j.workflow_id')} and ${SITE_IS_ABLE} and ${CAN_BE_TOLD}
     and not exists (select from claims c where c.site_id = $2 and c.request_id = $3 and c.job_id = j.id)
   order by j.id
     for update of j
),
fitting as (
  select a.id, a.size_bytes from (
    select able.*, row_number() over (partition by workflow_id order by id) as of_workflow from able
  ) a
   where not exists (select from room r where r.workflow_id = a.workflow_id and r.free < a.of_workflow)
   order by a.id limit (${ROOM_OF_SITE})
),
picked as (
  select id, size_bytes, row_number() over (order by id) as place from fitting
)`;

/**
 * The one statement that decides who starts (design 1, decision 4): a guarded update of rows that this transaction has
 * locked, the claims, and the history. $2 site, $3 request id, $4 most jobs, $5 operation ids, $6 claimant, $7 lease
 * asked for, $8 lease of the door, $9 bytes of the reply, $10 who, $11 bytes of a job or null.
 */
const CLAIMED = `
chosen as (
  select id, place from (
    select p.id, p.place, sum(${replyBytes('p')}) over (order by p.place) as total from picked p
  ) sized
   where place = 1 or total <= $9
),
claimed as (
  update jobs j
     set state = 'claimed', attempt = j.attempt + 1, version = j.version + 1, updated_at = now()
    from chosen c
   where j.id = any (array(select id from chosen)) and j.id = c.id and ${moveGuard('claim', compared('j.state'), `'claimed'`)}
  returning j.*, c.place
),
granted as (
  select j.*, $2 as site_id, $6 as claimant, ($5::text[])[j.place] as operation_id, j.attempt as claim_attempt,
         coalesce(least($7::bigint, w.lease_ms), $8::bigint) as lease_ms
    from claimed j left join workflows w on w.id = j.workflow_id
),
made as (
  insert into claims (operation_id, job_id, site_id, claimant, request_id, attempt, lease_ms)
  select operation_id, id, site_id, claimant, $3, attempt, lease_ms from granted
),
noted as (
  insert into job_history (job_id, from_state, to_state, attempt, operation_id, who, why)
  select id, ${CLAIMABLE_STATE}, 'claimed', attempt, operation_id, $10, 'claimed' from granted
)`;

const GRANTED_COLUMNS = 'g.operation_id, g.site_id, g.posted_by, g.claimant, g.claim_attempt, g.lease_ms';

/**
 * $1 workflow. Gives one row for each job won, in turn, each with `remaining`; a single row without id when none was
 * won. `remaining` looks at one job more than may be picked, as the statement saw them before its own update.
 */
export const PICK_JOBS = `
with ${PICKED_BY_WORKFLOW}, ${CLAIMED}
select r.remaining, won.* from (
  select (select count(*) from (select from jobs j where ${CLAIMABLE} order by ${TURN} limit $4::int + 1) ahead)
         > (select count(*) from claimed) as remaining
) r left join (select g.place, ${GRANTED_COLUMNS}, ${jobColumns('g')} from granted g) won on true
order by won.place`;

/** $1 job ids. Gives one row for each job won; $4 is their number, so it limits nothing. */
export const CLAIM_JOBS = `
with ${PICKED_BY_ID}, ${CLAIMED}
select ${GRANTED_COLUMNS}, ${jobColumns('g')} from granted g
 where g.place <= $4::int`;

/**
 * $1 text that names a request, or null. To be run before {@link PICK_JOBS}: a repeat of the request waits here until
 * the first one has committed, and then finds what that one won.
 */
export const BEFORE_PICK = `
select ${IN_INDEX_ORDER}, case when $1::text is not null then pg_advisory_xact_lock(hashtextextended($1, 0))::text end`;

/** $1 operation ids, $2 bytes or null. Claims by their operations, open or ended; the first one always fits. */
export const HELD_CLAIMS = `
with asked as (
  select c.operation_id, row_number() over by_id as place, sum(${replyBytes('a')}) over by_id as total
    from claims c join jobs a on a.id = c.job_id
   where c.operation_id = any ($1)
  window by_id as (order by c.operation_id)
)
select m.operation_id, m.site_id, m.claimant, m.attempt as claim_attempt, m.lease_ms, ${jobColumns('j')}
  from asked join claims m on m.operation_id = asked.operation_id join jobs j on j.id = m.job_id
 where asked.place = 1 or $2::int is null or asked.total <= $2::int`;

/** $1 site, $2 request id. */
export const CLAIMS_OF_REQUEST = `
select m.operation_id from claims m where m.site_id = $1 and m.request_id = $2 order by m.claimed_at, m.operation_id`;

export interface ContestedRecord {
  id: string;
  state: JobRecord['state'];
  missing_capability: string | null;
  open_operation_id: string | null;
  open_site_id: string | null;
  open_claimant: string | null;
  won_before: string | null;
  size_bytes: number;
  paused: boolean;
  available_at: Date | null;
  workflow_is_full: boolean;
  site_is_full: boolean;
  is_for_others: boolean;
}

/** $1 job ids, $2 site, $3 request id. */
export const CONTESTED_JOBS = `
select j.id, j.state, j.size_bytes,
       (select n.id from unnest(j.capability_ids) with ordinality n(id, place)
         where not exists (select from site_capabilities s where s.site_id = $2 and n.id = any (s.capability_ids))
         order by n.place limit 1) as missing_capability,
       o.operation_id as open_operation_id, o.site_id as open_site_id, o.claimant as open_claimant,
       r.operation_id as won_before, coalesce(w.paused, false) as paused,
       case when j.available_at > now() then j.available_at end as available_at,
       coalesce((${roomOfWorkflow('j.workflow_id')}) = 0, false) as workflow_is_full,
       coalesce((${ROOM_OF_SITE}) = 0, false) as site_is_full, not (${SITE_MAY('j.workflow_id')}) as is_for_others
  from jobs j
  left join workflows w on w.id = j.workflow_id
  left join claims o on o.job_id = j.id and ${compared('o.state')} = 'open'
  left join claims r on r.job_id = j.id and r.site_id = $2 and r.request_id = $3
 where j.id = any ($1)`;

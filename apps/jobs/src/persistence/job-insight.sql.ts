import type { JobState } from '@callboard/contracts';
import { compared } from '@callboard/persistence';

export interface FactsRecord {
  id: string;
  state: JobState;
  size_bytes: number;
  now: Date;
  available_at: Date;
  failures: number;
  error_code: string | null;
  site_id: string | null;
  operation_id: string | null;
  workflow_id: string;
  paused: boolean;
  max_running: number | null;
  only_sites: string[] | null;
  running: number;
  able: { siteId: string; running: number; limit: number | null }[];
  missing: string[];
}

/** Sites looked at. Whether there is any is what counts; nobody reads hundreds. */
const MOST_SITES = 100;

/** $1 job. Counts only what has a limit. */
export const FACTS = `
select j.id, j.state, j.size_bytes, now() as now, j.available_at, j.failures, j.error_code, c.site_id, c.operation_id, j.workflow_id,
       coalesce(w.paused, false) as paused, w.max_running, w.only_sites,
       case when w.max_running is null then 0 else
         (select count(*) from jobs r where r.workflow_id = j.workflow_id and r.state = 'claimed') end::int as running,
       array(select need.id from unnest(j.capability_ids) with ordinality need(id, place)
              where not exists (select from site_capabilities s where need.id = any (s.capability_ids))
              order by need.place) as missing,
       coalesce((select json_agg(able order by able."siteId") from (
         select s.site_id as "siteId", l.max_running as "limit",
                case when l.max_running is null then 0 else
                  (select count(*) from claims h where h.site_id = s.site_id and h.state = 'open') end as running
           from site_capabilities s left join site_limits l on l.site_id = s.site_id
          where j.capability_ids <@ s.capability_ids and (w.only_sites is null or s.site_id = any (w.only_sites))
          order by s.site_id limit ${MOST_SITES}
       ) able), '[]') as able
  from jobs j
  left join workflows w on w.id = j.workflow_id
  left join claims c on c.job_id = j.id and ${compared('c.state')} = 'open'
 where j.id = $1`;

export interface HistoryRecord {
  n: string;
  at: Date;
  from_state: JobState | null;
  to_state: JobState;
  attempt: number;
  operation_id: string | null;
  who: string;
  why: string;
}

/** $1 job, $2 entry before, $3 most. A row without \`n\` tells of a job without further entries. */
export const HISTORY = `
select h.seq as n, h.at, h.from_state, h.to_state, h.attempt, h.operation_id, h.who, h.why
  from jobs j left join lateral (
    select * from job_history h where h.job_id = j.id and h.seq > $2 order by h.seq limit $3
  ) h on true
 where j.id = $1
 order by h.seq`;

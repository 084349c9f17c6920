import { compared } from '@callboard/persistence';
import { FIRST_STATE, liveGuard, moveGuard } from '../domain/operation-states';
import { isWritten, OPERATION_COLUMNS } from './operation.row';

/** Seconds that a lease may be over before the operation is ended (design 5). */
const GRACE_SECONDS = 5;

const NEW_LEASE = `clock_timestamp() + o.lease_ms * interval '1 millisecond'`;

/** Opens operations that do not exist. In the order of their ids, so that two batches do not wait for each other. */
export const OPEN = `
  with asked as (
    select *
      from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::text[])
        as asked (id, site_id, claimant, attempt, lease_ms, job, promised, traceparent)
  ), opened as (
    insert into operations (id, job_id, site_id, claimant, attempt, lease_ms, job, promised, traceparent, expire_time)
    select id, job::jsonb ->> 'id', site_id, claimant, attempt, lease_ms, job::jsonb, promised::jsonb,
           traceparent, clock_timestamp() + lease_ms * interval '1 millisecond'
      from asked
     order by id
        on conflict (id) do nothing
    returning *
  ), noted as (
    insert into operation_history (operation_id, to_state, who, why)
    select id, '${FIRST_STATE}', $9, case when promised is null then 'claimed' else 'asked to put an object' end
      from opened
  )
  select ${OPERATION_COLUMNS} from opened o`;

/** $1 site, $2 object ids. */
export const FIND_PROMISED = `
  select o.promised ->> 'object_id' as object_id from operations o
   where o.promised ->> 'object_id' = any($2) and o.site_id = $1`;

export const FIND = `select ${OPERATION_COLUMNS} from operations o where o.id = any($1)`;

const REPLY_BYTES = 400_000;

/** Parameters of {@link pageOf} before those of its condition. */
export const PAGE_PARAMETERS = 2;

/**
 * SQL: what a list is of: archived operations only where the filter asks about them, by `archived_at`.
 */
export const listed = (filter: string | undefined): string =>
  filter?.includes('"archived_at"') ? 'true' : 'o.archived_at is null';

/** $1 id before the page ('' for the first), $2 most operations. One row beyond the page tells that more follow. */
export const pageOf = (condition: string): string => `
  with next as (
    select o.*, octet_length(concat(o.job, o.metadata, o.result)) as bytes
      from operations o where o.id > $1 and (${condition}) order by o.id limit $2 + 1
  ), sized as (
    select o.*, row_number() over by_id as place, sum(o.bytes) over by_id as total
      from next o window by_id as (order by o.id)
  )
  select ${OPERATION_COLUMNS}, o.place <= $2 and (o.place = 1 or o.total <= ${REPLY_BYTES}) as fits
    from sized o order by o.place`;

/** In the order of their ids, so that two batches do not wait for each other. */
export const LOCK = `${FIND} order by o.id for update`;

/** Carries out what was decided about locked rows. Whoever comes second finds the state moved on and changes nothing. */
export const CHANGE = `
  with decided as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
      as decided (id, was, state, result, metadata, why)
  ), changed as (
    update operations o
       set state = d.state,
           result = d.result::jsonb,
           metadata = d.metadata::jsonb,
           version = o.version + (d.state <> d.was)::int,
           expire_time = case when ${liveGuard('d.state')} then ${NEW_LEASE} else o.expire_time end,
           ended_at = case when ${liveGuard('d.state')} then null else clock_timestamp() end
      from decided d
     where o.id = any($1) and o.id = d.id and o.state = d.was and ${moveGuard('d.was', 'd.state')}
    returning o.*, d.was, d.why
  ), noted as (
    insert into operation_history (operation_id, from_state, to_state, who, why)
    select id, was, state, $7, why from changed where was <> state
  )
  select ${OPERATION_COLUMNS} from changed o`;

export const RENEW = `
  with own as (
    select id from operations
     where id = any($1) and site_id = $2 and ${liveGuard(compared('state'))}
     order by id
       for update
  )
  update operations o
     set expire_time = ${NEW_LEASE}
    from own
   where o.id = own.id and ${liveGuard(compared('o.state'))}
  returning o.id, o.expire_time`;

/** \`now()\` lets the partial index be used; it is the beginning of this transaction, so it errs on the late side. */
export const EXPIRE = `
  with late as (
    select id, state as was from operations
     where ${liveGuard('state')} and expire_time < now() - interval '${GRACE_SECONDS} seconds'
       and not ${isWritten('operations')}
     order by expire_time
     limit $1
       for update skip locked
  ), expired as (
    update operations o
       set state = 'expired', version = o.version + 1, ended_at = clock_timestamp()
      from late
     where o.id = late.id and o.state = late.was and ${moveGuard('o.state', "'expired'")}
    returning o.id, o.job_id, o.promised ->> 'object_id' as promised_object_id, o.site_id, o.attempt, o.version, o.ended_at, o.traceparent, late.was
  ), noted as (
    insert into operation_history (operation_id, from_state, to_state, who, why)
    select id, was, 'expired', $2, 'its lease ran out' from expired
  )
  select * from expired`;

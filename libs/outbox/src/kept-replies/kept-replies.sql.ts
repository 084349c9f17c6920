import type { QueryRunner } from 'typeorm';

/** For how long a repeat is given the reply of the first request, in hours (ADR 16). */
export const KEPT_HOURS = 24;

const TABLE = `
create table kept_replies (
  caller     text collate "C" not null,
  key        text collate "C" not null,
  route      text collate "C" not null,
  digest     bytea not null,
  steps      jsonb not null default '{}',
  reply      text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (caller, key)
);
comment on table kept_replies is 'replies by the keys of their requests, for a day; written in the transaction of what was done';
comment on column kept_replies.digest is 'of the body, so that another one under the same key is noticed';
comment on column kept_replies.steps is 'what was found before another service was asked: a repeat goes on from there';
comment on column kept_replies.reply is 'null while a request that asks another service has not come to its end';
create index kept_replies_age on kept_replies (created_at);
`;

/** Creates what keys of requests need. A service calls it in a migration. */
export async function createKeptRepliesTable(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(TABLE);
}

/** $1 milliseconds for which whoever has the key now is waited for. */
export const WAIT_FOR_KEY = `select set_config('lock_timeout', $1, true)`;
export const WAIT_AS_USUAL = `select set_config('lock_timeout', '0', true)`;

/**
 * $1 caller, $2 key, $3 route, $4 digest. Waits for whoever has the key now. Gives a row when the key is new, or so old
 * that it counts as new.
 */
export const TAKE_KEY = `
insert into kept_replies as kept (caller, key, route, digest) values ($1, $2, $3, $4)
on conflict (caller, key) do update
  set route = excluded.route, digest = excluded.digest, steps = default, reply = null, created_at = default
  where kept.created_at <= clock_timestamp() - interval '${KEPT_HOURS} hours'
returning key`;

export interface KeptRow {
  route: string;
  same_body: boolean;
  steps: Record<string, unknown[]>;
  reply: string | null;
}

/** $1 caller, $2 key, $3 digest. */
export const KEPT_REPLY = `
select route, digest = $3 as same_body, steps, reply from kept_replies where caller = $1 and key = $2 for update`;

/** $1 caller, $2 key, $3 name of the step, $4 what it gave. */
export const KEEP_STEP = `
update kept_replies set steps = steps || jsonb_build_object($3::text, $4::jsonb) where caller = $1 and key = $2`;

/** $1 caller, $2 key, $3 reply. */
export const KEEP_REPLY = `update kept_replies set reply = $3 where caller = $1 and key = $2`;

/** $1 caller, $2 key. */
export const FORGET_KEY = `delete from kept_replies where caller = $1 and key = $2 and reply is null`;

export const PRUNE_KEPT_REPLIES = `
delete from kept_replies where (caller, key) in (
  select caller, key from kept_replies where created_at < now() - $1 * interval '1 day'
  order by created_at limit $2 for update skip locked)
returning key`;

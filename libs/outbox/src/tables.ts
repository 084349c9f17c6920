import type { QueryRunner } from 'typeorm';

const TABLES = `
create table outbox (
  id          uuid primary key default gen_random_uuid(),
  seq         bigint generated always as identity,
  subject     text collate "C" not null,
  payload     jsonb not null,
  traceparent text,
  created_at  timestamptz not null default clock_timestamp(),
  attempts    integer not null default 0,
  next_at     timestamptz not null default now(),
  sent_at     timestamptz,
  stream_seq  bigint,
  last_error  text
);
create index outbox_pending on outbox (seq) where sent_at is null;
create index outbox_sent on outbox (sent_at) where sent_at is not null;

create table outbox_streams (
  stream        text collate "C" primary key,
  created       text not null,
  last_seq      bigint not null,
  replay_after  timestamptz,
  replay_before timestamptz
);

create table dead_letters (
  id          uuid primary key default gen_random_uuid(),
  subject     text collate "C" not null,
  event_id    text collate "C",
  reason      text not null,
  headers     jsonb not null,
  body        bytea not null,
  deliveries  integer not null,
  received_at timestamptz not null default now(),
  constraint dead_letters_event unique (event_id, subject)
);
`;

/** Safe to run again: a service that is new runs it with the first tables, an older one by a migration of its own. */
const AUDIT = `
alter table dead_letters add column if not exists state text collate "C" not null default 'waiting'
  check (state in ('waiting', 'redriven', 'discarded'));

create table if not exists dead_letter_history (
  dead_letter_id uuid not null references dead_letters on delete cascade,
  seq            bigint generated always as identity,
  from_state     text collate "C" not null,
  to_state       text collate "C" not null,
  who            text not null,
  why            text not null,
  at             timestamptz not null default clock_timestamp(),
  primary key (dead_letter_id, seq)
);
`;

/** Creates the tables of this library. Each service calls it in its first migration. */
export async function createOutboxTables(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(TABLES);
  await auditDeadLetters(queryRunner);
}

/** Adds what became of dead letters, and who decided it, to tables that were created before there was such a thing. */
export async function auditDeadLetters(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(AUDIT);
}

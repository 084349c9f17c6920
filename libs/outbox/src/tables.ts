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

/** Creates the tables of this library. Each service calls it in its first migration. */
export async function createOutboxTables(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(TABLES);
}

import { createOutboxTables } from '@callboard/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
create table users (
  username      text collate "C" primary key,
  password_hash text not null,
  email         text,
  full_name     text,
  site_admin    text[] not null default '{}',
  disabled      boolean not null default false,
  version       integer not null default 1,
  created_at    timestamptz not null default now()
);

create table sites (
  id                       text collate "C" primary key,
  capability_ids           text[] not null default '{}',
  requested_capability_ids text[] not null default '{}',
  version                  integer not null default 1,
  created_at               timestamptz not null default now()
);

create table site_clients (
  client_id   text collate "C" primary key check (position(':' in client_id) = 0),
  site_id     text collate "C" not null references sites (id),
  secret_hash text not null,
  created_at  timestamptz not null default now()
);
create index site_clients_of_site on site_clients (site_id);

create table capabilities (
  position    bigint generated always as identity unique,
  id          text collate "C" primary key,
  name        text,
  description text,
  created_at  timestamptz not null
);

create table signing_keys (
  kid         text collate "C" primary key,
  public_jwk  jsonb not null,
  private_jwk jsonb not null,
  active      boolean not null,
  created_at  timestamptz not null default now()
);
create unique index signing_keys_one_active on signing_keys (active) where active;
`;

export class CreateSites1763888400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createOutboxTables(queryRunner);
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table site_clients, sites, users, capabilities, signing_keys');
    await queryRunner.query('drop table outbox, outbox_streams, dead_letters');
  }
}

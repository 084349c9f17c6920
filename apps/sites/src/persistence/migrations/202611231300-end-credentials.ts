import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table site_clients add column expires_at timestamptz;
comment on column site_clients.expires_at is 'no token holds beyond; null: until it is revoked';

create table revocations (
  subject    text collate "C" primary key,
  until      timestamptz not null,
  site_id    text collate "C" not null references sites (id),
  revoked_by text not null,
  revoked_at timestamptz not null default now()
);
comment on table revocations is 'clients that were taken away, who did it, and when their last token has expired';
create index revocations_live on revocations (until);

create table allowances (
  username text collate "C",
  action   text,
  primary key (username, action)
);
comment on table allowances is 'what a user, or a site client by its id, may do beyond its roles';

create table seeded (
  what text primary key
);
comment on table seeded is 'what was seeded once and is not seeded again, though it may have been taken away';
`;

export class EndCredentials1795438800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table revocations, allowances, seeded');
    await queryRunner.query('alter table site_clients drop column expires_at');
  }
}

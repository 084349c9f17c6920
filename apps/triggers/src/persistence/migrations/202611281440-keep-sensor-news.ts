import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
create table sensors (
  site_id       text collate "C" not null,
  name          text collate "C" not null,
  hears         jsonb not null,
  registered_at timestamptz not null default clock_timestamp(),
  primary key (site_id, name)
);

create table sensor_news (
  id          bigint generated always as identity primary key,
  site_id     text collate "C" not null,
  sensor      text collate "C" not null,
  kind        text not null,
  thing       text collate "C" not null,
  version     bigint not null,
  payload     jsonb not null,
  bytes       integer not null,
  state       text not null default 'waiting' check (state in ('waiting', 'done', 'given-up')),
  due_at      timestamptz not null default clock_timestamp(),
  attempts    integer not null default 0,
  last_error  text,
  ended_at    timestamptz,
  unique (site_id, sensor, kind, thing, version),
  foreign key (site_id, sensor) references sensors on delete cascade,
  check ((state = 'waiting') = (ended_at is null))
);
comment on column sensor_news.due_at is 'when it may be taken next: at once, after whoever took it had time, or after a failure';
comment on column sensor_news.attempts is 'how often it was taken';
create index sensor_news_due on sensor_news (site_id, sensor, due_at, id) where state = 'waiting';
create index sensor_news_ended on sensor_news (ended_at) where ended_at is not null;
`;

/** What the sensors of sites have to look at. */
export class KeepSensorNews1795580000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table sensor_news; drop table sensors');
  }
}

import { TOO_LATE } from '@callboard/persistence';
import type { QueryRunner } from 'typeorm';

const TABLES = `
create table job_attempts (
  job_id  text collate "C" primary key,
  attempt integer not null
);
comment on table job_attempts is 'the latest attempt of each job that has stored results here: earlier ones store no more';

create function refuse_when_late(began timestamptz, valid_ms integer) returns void language plpgsql volatile as $body$
begin
  if clock_timestamp() >= began + valid_ms * interval '1 millisecond' then
    raise exception 'the permit to write is over' using errcode = '${TOO_LATE}';
  end if;
end
$body$;
`;

/** Creates what {@link import('./operation-fence').OperationFence} needs. A service calls it in a migration. */
export async function createFencingTables(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(TABLES);
}

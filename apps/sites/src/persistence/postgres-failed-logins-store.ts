import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { FailedLoginsStore } from '../use-cases/failed-logins-store';

const COUNTS = `
select who, extract(epoch from clear_at - now())::float8 as seconds
from failed_logins
where who = any($1) and clear_at > now()`;

/** In the order of the keys, so that logins that fail at once do not lock each other's rows. */
const ADD = `
insert into failed_logins as known (who, clear_at)
select who, now() + make_interval(secs => weight)
from unnest($1::text[], $2::float8[]) as failure (who, weight)
order by who
on conflict (who) do update
  set clear_at = least(
    greatest(known.clear_at, now()) + (excluded.clear_at - now()),
    now() + make_interval(secs => $3)
  )`;

const PRUNE = `
delete from failed_logins
where clear_at <= now()
   or who in (select who from failed_logins order by clear_at desc offset $1)
returning who`;

@Injectable()
export class PostgresFailedLoginsStore implements FailedLoginsStore {
  constructor(private readonly database: Database) {}

  async countsOf(keys: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.query<{ who: string; seconds: number }>(COUNTS, [keys]);
    return new Map(rows.map(({ who, seconds }) => [who, seconds]));
  }

  async add(weights: ReadonlyMap<string, number>, mostS: number): Promise<void> {
    await this.database.query(ADD, [[...weights.keys()], [...weights.values()], mostS]);
  }

  async forget(key: string): Promise<void> {
    await this.database.query('delete from failed_logins where who = $1', [key]);
  }

  async prune(most: number): Promise<number> {
    return (await this.database.query(PRUNE, [most])).length;
  }
}

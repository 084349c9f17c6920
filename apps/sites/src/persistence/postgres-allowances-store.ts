import type { Action, Allowance } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { AllowancesStore } from '../use-cases/allowances-store';

/** $1 username, $2 action; null for any. */
const LIST = `
select username, action from allowances
 where ($1::text is null or username = $1) and ($2::text is null or action = $2) order by username, action`;

/** $1 username, $2 action, $3 who. No row when it was given before. */
const GIVE = `
with given as (
  insert into allowances (username, action) values ($1, $2) on conflict do nothing returning username, action
)
insert into allowance_history (username, action, change, who)
select username, action, 'given', $3 from given returning username`;

/** $1 username, $2 action, $3 who. No row when there was none. */
const TAKE = `
with taken as (delete from allowances where username = $1 and action = $2 returning username, action)
insert into allowance_history (username, action, change, who)
select username, action, 'taken', $3 from taken returning username`;

@Injectable()
export class PostgresAllowancesStore implements AllowancesStore {
  constructor(private readonly database: Database) {}

  async has(username: string, action: string): Promise<boolean> {
    const sql = 'select 1 from allowances where username = $1 and action = $2';
    return (await this.database.query(sql, [username, action])).length > 0;
  }

  list({ username, action }: Partial<Allowance>): Promise<Allowance[]> {
    return this.database.query<Allowance>(LIST, [username ?? null, action ?? null]);
  }

  async give({ username, action }: Allowance, who: string): Promise<boolean> {
    return (await this.database.query(GIVE, [username, action, who])).length > 0;
  }

  async take({ username, action }: Allowance, who: string): Promise<boolean> {
    return (await this.database.query(TAKE, [username, action, who])).length > 0;
  }

  seedOnce(username: string, actions: readonly Action[]): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const first = await tx.query(
        `insert into seeded (what) values ('allowances') on conflict do nothing returning what`,
      );
      if (first.length === 0) return false;
      const insert =
        'insert into allowances (username, action) select $1, unnest($2::text[]) on conflict do nothing';
      await tx.query(insert, [username, actions]);
      return true;
    });
  }
}

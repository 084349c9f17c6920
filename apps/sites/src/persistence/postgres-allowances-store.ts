import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Action } from '../domain/actions';
import type { AllowancesStore } from '../use-cases/allowances-store';

@Injectable()
export class PostgresAllowancesStore implements AllowancesStore {
  constructor(private readonly database: Database) {}

  async has(username: string, action: string): Promise<boolean> {
    const sql = 'select 1 from allowances where username = $1 and action = $2';
    return (await this.database.query(sql, [username, action])).length > 0;
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

import type { Revocation } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { RevocationsStore } from '../use-cases/revocations-store';

const PAGE = `
select subject, ceil(extract(epoch from until))::float8 as until
from revocations
where until > now() and ($1::text is null or subject > $1)
order by subject
limit $2`;

@Injectable()
export class PostgresRevocationsStore implements RevocationsStore {
  constructor(private readonly database: Database) {}

  async livePage(
    after: string | undefined,
    limit: number,
  ): Promise<{ revocations: Revocation[]; more: boolean }> {
    const rows = await this.database.query<Revocation>(PAGE, [after ?? null, limit + 1]);
    return { revocations: rows.slice(0, limit), more: rows.length > limit };
  }
}

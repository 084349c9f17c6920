import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { SiteLimitsStore } from '../use-cases/site-limits-store';

const FIND = `select max_running from site_limits where site_id = $1`;

/** $1 site, $2 limit. A claim under way holds the row; what is set here counts for those after it. */
const SET = `
with known as (select site_id from site_capabilities where site_id = $1),
limited as (
  insert into site_limits (site_id, max_running) select site_id, $2 from known where $2::int is not null
  on conflict (site_id) do update set max_running = excluded.max_running
),
freed as (delete from site_limits where site_id = $1 and $2::int is null)
select site_id from known`;

@Injectable()
export class PostgresSiteLimitsStore implements SiteLimitsStore {
  constructor(private readonly database: Database) {}

  async limitOf(siteId: string): Promise<number | null> {
    const [row] = await this.database.query<{ max_running: number }>(FIND, [siteId]);
    return row?.max_running ?? null;
  }

  async limit(siteId: string, maxRunning: number | null): Promise<boolean> {
    return (await this.database.query(SET, [siteId, maxRunning])).length > 0;
  }
}

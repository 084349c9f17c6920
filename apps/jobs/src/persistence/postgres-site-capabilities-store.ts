import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { SiteCapabilities, SiteCapabilitiesStore } from '../use-cases/site-capabilities-store';

/** $1 sites as JSON. A site named twice counts by its highest version; an older one than kept changes nothing. */
const KEEP = `
insert into site_capabilities (site_id, capability_ids, version)
select distinct on (s.site_id) s.site_id, s.capability_ids, s.version
  from json_to_recordset($1::json) as s(site_id text, capability_ids text[], version int)
 order by s.site_id, s.version desc
on conflict (site_id) do update
   set capability_ids = excluded.capability_ids, version = excluded.version
 where site_capabilities.version < excluded.version`;

@Injectable()
export class PostgresSiteCapabilitiesStore implements SiteCapabilitiesStore {
  constructor(private readonly database: Database) {}

  async keep(sites: readonly SiteCapabilities[]): Promise<void> {
    const rows = sites.map(({ siteId, capabilityIds, version }) => ({
      site_id: siteId,
      capability_ids: capabilityIds,
      version,
    }));
    await this.database.query(KEEP, [JSON.stringify(rows)]);
  }
}

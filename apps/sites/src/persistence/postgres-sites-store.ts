import { type ListInput, type Site, sitesChanged } from '@callboard/contracts';
import { compileFilter, type QuerySource } from '@callboard/document-query';
import { DomainError } from '@callboard/kernel';
import { currentTraceparent } from '@callboard/messaging';
import { Outbox } from '@callboard/outbox';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { NewSite, SitesStore } from '../use-cases/sites-store';

interface SiteRow extends Site {
  version: number;
}

const INSERT = `
insert into sites (id, capability_ids, requested_capability_ids)
values ($1, $2, $3)
on conflict (id) do nothing
returning id, capability_ids, version`;

/** A user who administers the site already (the admin of the settings) is found all the same. */
const ADD_ADMINISTRATOR = `
update users
set site_admin = case when $2 = any(site_admin) then site_admin else array_append(site_admin, $2) end,
    version = version + 1
where username = $1
returning username`;

/** $1 site, $2 all that it is able to do from then on. */
const GRANT = `
update sites
set capability_ids = $2,
    requested_capability_ids = array(
      select asked from unnest(requested_capability_ids) with ordinality as request (asked, place)
      where not asked = any($2::text[])
      order by place
    ),
    version = version + 1
where id = $1 and capability_ids <> $2::text[]
returning id, capability_ids, version`;

/** $1 id before the page ('' for the first), $2 rows. */
const pageOf = (condition: string): string => `
select s.id, s.capability_ids from sites s
where s.id > $1 and (${condition})
order by s.id
limit $2`;

/** What can be asked of sites (contract 3.6). Their clients, secrets and requests are not among it (D14). */
const SITE_FIELDS: QuerySource = {
  fields: {
    id: { sql: 's.id', kind: 'text' },
    capability_ids: { sql: 'to_jsonb(s.capability_ids)', kind: 'json' },
  },
};

@Injectable()
export class PostgresSitesStore implements SitesStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  create(site: NewSite): Promise<Site> {
    return this.database.transaction(async (tx) => {
      const created = await this.insert(tx, site);
      if (created === undefined) {
        throw new DomainError('already-exists', `there is a site '${site.id}' already: choose another id`);
      }
      if (!(await addAdministrator(tx, site))) {
        throw new DomainError('unauthenticated', `the user '${site.administrator}' no longer exists`);
      }
      return created;
    });
  }

  createIfAbsent(site: NewSite): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const created = await this.insert(tx, site);
      if (created !== undefined) await addAdministrator(tx, site);
      return created !== undefined;
    });
  }

  async grant(id: string, capabilityIds: readonly string[]): Promise<Site | undefined> {
    const changed = await this.database.transaction(async (tx) => {
      const [row] = await tx.query<SiteRow>(GRANT, [id, capabilityIds]);
      return row && this.tell(tx, row);
    });
    return changed ?? (await this.find([id]))[0];
  }

  find(ids: string[]): Promise<Site[]> {
    return this.database.query<Site>('select id, capability_ids from sites where id = any($1)', [ids]);
  }

  async page({ after, limit, filter }: ListInput): Promise<{ sites: Site[]; more: boolean }> {
    const { sql, values, limitMs } = compileFilter(filter, SITE_FIELDS, 2);
    const parameters = [after ?? '', limit + 1, ...values];
    const rows = await this.database.queryWithin<Site>(limitMs, pageOf(sql), parameters);
    return { sites: rows.slice(0, limit), more: rows.length > limit };
  }

  private async insert(tx: Transaction, { id, granted, requested }: NewSite): Promise<Site | undefined> {
    const [row] = await tx.query<SiteRow>(INSERT, [id, granted, requested]);
    return row && this.tell(tx, row);
  }

  private async tell(tx: Transaction, { version, ...site }: SiteRow): Promise<Site> {
    this.outbox.append(tx, sitesChanged, {
      items: [{ ...site, version, traceparent: currentTraceparent() }],
    });
    return site;
  }
}

async function addAdministrator(tx: Transaction, { id, administrator }: NewSite): Promise<boolean> {
  return (await tx.query(ADD_ADMINISTRATOR, [administrator, id])).length > 0;
}

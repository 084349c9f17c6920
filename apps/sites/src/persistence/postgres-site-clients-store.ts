import { type SiteCredentials, tokensRevoked } from '@callboard/contracts';
import { currentTraceparent } from '@callboard/messaging';
import { Outbox } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { HashChange } from '../use-cases/users-store';
import type { ClientRevocation, SiteClient, SiteClientsStore } from '../use-cases/site-clients-store';

const FIND = `
select client_id as "clientId", site_id as "siteId", secret_hash as "secretHash", expires_at as "expiresAt"
from site_clients where client_id = $1`;

const INSERT = `
insert into site_clients (client_id, site_id, secret_hash, expires_at)
values ($1, $2, $3, $4)
on conflict (client_id) do nothing
returning client_id`;

const OF_SITE = `
select client_id, created_at, expires_at from site_clients
where site_id = $1
order by created_at, client_id`;

const REVOKE = `
with gone as (
  delete from site_clients where client_id = $1 and site_id = $2 returning client_id, site_id
)
insert into revocations (subject, site_id, revoked_by, until)
select 'client:' || client_id, site_id, $3, $4 from gone
on conflict (subject) do update set until = excluded.until
returning subject`;

@Injectable()
export class PostgresSiteClientsStore implements SiteClientsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async find(clientId: string): Promise<SiteClient | undefined> {
    const [row] = await this.database.query<Omit<SiteClient, 'expiresAt'> & { expiresAt: Date | null }>(
      FIND,
      [clientId],
    );
    if (row === undefined) return undefined;
    const { expiresAt, ...client } = row;
    return expiresAt === null ? client : { ...client, expiresAt };
  }

  async ofSite(siteId: string): Promise<SiteCredentials[]> {
    const rows = await this.database.query<{ client_id: string; created_at: Date; expires_at: Date | null }>(
      OF_SITE,
      [siteId],
    );
    return rows.map(({ client_id, created_at, expires_at }) => ({
      client_id,
      created_at: created_at.toISOString(),
      expires_at: expires_at?.toISOString() ?? null,
    }));
  }

  async addIfAbsent({ clientId, siteId, secretHash, expiresAt }: SiteClient): Promise<boolean> {
    const values = [clientId, siteId, secretHash, expiresAt ?? null];
    return (await this.database.query(INSERT, values)).length > 0;
  }

  async replaceSecret(clientId: string, secretHash: string): Promise<boolean> {
    const sql = 'update site_clients set secret_hash = $2 where client_id = $1 returning client_id';
    return (await this.database.query(sql, [clientId, secretHash])).length > 0;
  }

  async replaceHash(clientId: string, { from, to }: HashChange): Promise<void> {
    const sql = 'update site_clients set secret_hash = $3 where client_id = $1 and secret_hash = $2';
    await this.database.query(sql, [clientId, from, to]);
  }

  revoke({ clientId, siteId, revokedBy, until }: ClientRevocation): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [gone] = await tx.query<{ subject: string }>(REVOKE, [clientId, siteId, revokedBy, until]);
      if (gone === undefined) return false;
      const item = { subject: gone.subject, until: Math.ceil(until.getTime() / 1000) };
      // However much waits: a token that is to work no more cannot be told to come back later.
      const items = [{ ...item, traceparent: currentTraceparent() }];
      this.outbox.append(tx, tokensRevoked, { items }, 'reserve');
      return true;
    });
  }
}

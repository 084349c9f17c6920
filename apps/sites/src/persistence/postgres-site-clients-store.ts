import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { SiteClient, SiteClientsStore } from '../use-cases/site-clients-store';

const FIND = `
select client_id as "clientId", site_id as "siteId", secret_hash as "secretHash"
from site_clients where client_id = $1`;

const INSERT = `
insert into site_clients (client_id, site_id, secret_hash)
values ($1, $2, $3)
on conflict (client_id) do nothing
returning client_id`;

@Injectable()
export class PostgresSiteClientsStore implements SiteClientsStore {
  constructor(private readonly database: Database) {}

  async find(clientId: string): Promise<SiteClient | undefined> {
    const [client] = await this.database.query<SiteClient>(FIND, [clientId]);
    return client;
  }

  async addIfAbsent({ clientId, siteId, secretHash }: SiteClient): Promise<boolean> {
    return (await this.database.query(INSERT, [clientId, siteId, secretHash])).length > 0;
  }

  async replaceSecret(clientId: string, secretHash: string): Promise<void> {
    await this.database.query('update site_clients set secret_hash = $2 where client_id = $1', [
      clientId,
      secretHash,
    ]);
  }
}

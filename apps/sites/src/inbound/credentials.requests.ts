import {
  changeSiteClient,
  type Credentials,
  type CredentialsOrder,
  generateCredentials,
  listCredentials,
  revokeCredentials,
  type SiteCredentials,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { AdministeredSite } from '../use-cases/administered-site';
import { ChangeSiteClient } from '../use-cases/change-site-client';
import { GenerateCredentials } from '../use-cases/generate-credentials';
import { RevokeCredentials } from '../use-cases/revoke-credentials';
import { SITE_CLIENTS_STORE, type SiteClientsStore } from '../use-cases/site-clients-store';

@Controller()
export class CredentialsRequests {
  constructor(
    private readonly generate: GenerateCredentials,
    private readonly revoke: RevokeCredentials,
    private readonly change: ChangeSiteClient,
    private readonly administered: AdministeredSite,
    @Inject(SITE_CLIENTS_STORE) private readonly clients: SiteClientsStore,
  ) {}

  @OnRequest(generateCredentials)
  generateCredentials(
    { site_id, lifetime }: { site_id: string; lifetime?: CredentialsOrder | undefined },
    { caller }: RequestContext,
  ): Promise<Credentials> {
    return this.generate.execute(site_id, lifetime ?? {}, caller);
  }

  @OnRequest(listCredentials)
  async listCredentials(
    { site_id }: { site_id: string },
    { caller }: RequestContext,
  ): Promise<{ credentials: SiteCredentials[] }> {
    const { site } = await this.administered.of(site_id, caller, 'see its credentials');
    return { credentials: await this.clients.ofSite(site.id) };
  }

  @OnRequest(revokeCredentials)
  async revokeCredentials(
    { site_id, client_id }: { site_id: string; client_id: string },
    { caller }: RequestContext,
  ): Promise<Record<string, never>> {
    await this.revoke.execute(site_id, client_id, caller);
    return {};
  }

  @OnRequest(changeSiteClient)
  async changeSiteClient(
    { client_id, secret }: { client_id: string; secret?: string | null | undefined },
    { caller }: RequestContext,
  ): Promise<{ changed: boolean }> {
    return { changed: await this.change.execute(client_id, secret ?? undefined, caller) };
  }
}

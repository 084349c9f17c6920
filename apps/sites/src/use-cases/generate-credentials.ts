import { randomInt } from 'node:crypto';
import type { Caller, Credentials, CredentialsOrder } from '@callboard/contracts';
import { type Log, mintLocalId } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { mintSecret } from '../domain/client-secret';
import { credentialsEnd } from '../domain/credentials-end';
import { SecretHasher } from '../secrets/secret-hasher';
import { AdministeredSite } from './administered-site';
import { SITE_CLIENTS_STORE, type SiteClientsStore } from './site-clients-store';

/** Adds a client to a site and shows its secret, this once; older clients stay valid (contract 2.2). */
@Injectable()
export class GenerateCredentials {
  constructor(
    private readonly administered: AdministeredSite,
    @Inject(SITE_CLIENTS_STORE) private readonly clients: SiteClientsStore,
    private readonly hasher: SecretHasher,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws DomainError `invalid-input` (an end that has passed), those of {@link AdministeredSite} */
  async execute(siteId: string, lifetime: CredentialsOrder, caller: Caller): Promise<Credentials> {
    const { site, account } = await this.administered.of(siteId, caller, 'generate its credentials');
    const expiresAt = credentialsEnd(lifetime, new Date());
    const credentials = { client_id: mintLocalId(), client_secret: mintSecret((bound) => randomInt(bound)) };
    const secretHash = await this.hasher.hash(credentials.client_secret);
    const client = { clientId: credentials.client_id, siteId: site.id, secretHash };
    if (!(await this.clients.addIfAbsent({ ...client, ...(expiresAt && { expiresAt }) })))
      throw new Error(`the client id ${client.clientId} was minted twice`);
    this.log.info(
      { site: site.id, client_id: client.clientId, created_by: account.username, expires_at: expiresAt },
      'credentials generated',
    );
    return credentials;
  }
}

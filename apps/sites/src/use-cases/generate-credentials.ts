import { randomInt } from 'node:crypto';
import type { Caller, Credentials } from '@callboard/contracts';
import { DomainError, type Log, mintLocalId } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { administers } from '../domain/account-rights';
import { mintSecret } from '../domain/client-secret';
import { SecretHasher } from '../secrets/secret-hasher';
import { CallingAccount } from './calling-account';
import { SITE_CLIENTS_STORE, type SiteClientsStore } from './site-clients-store';
import { SITES_STORE, type SitesStore } from './sites-store';

/** Adds a client to a site and shows its secret, this once; older clients stay valid (contract 2.2). */
@Injectable()
export class GenerateCredentials {
  constructor(
    private readonly callingAccount: CallingAccount,
    @Inject(SITES_STORE) private readonly sites: SitesStore,
    @Inject(SITE_CLIENTS_STORE) private readonly clients: SiteClientsStore,
    private readonly hasher: SecretHasher,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws DomainError `not-found`, `forbidden`, those of {@link CallingAccount} */
  async execute(siteId: string, caller: Caller): Promise<Credentials> {
    const account = await this.callingAccount.of(caller, 'generate credentials');
    const [site] = await this.sites.find([siteId]);
    if (site === undefined) throw new DomainError('not-found', `there is no site '${siteId}'`);
    if (!administers(account, site.id)) {
      throw new DomainError(
        'forbidden',
        `only a user who administers the site '${site.id}' may generate its credentials`,
      );
    }
    const credentials = { client_id: mintLocalId(), client_secret: mintSecret((bound) => randomInt(bound)) };
    const secretHash = await this.hasher.hash(credentials.client_secret);
    const client = { clientId: credentials.client_id, siteId: site.id, secretHash };
    if (!(await this.clients.addIfAbsent(client)))
      throw new Error(`the client id ${client.clientId} was minted twice`);
    this.log.info(
      { site: site.id, client_id: credentials.client_id, created_by: account.username },
      'credentials generated',
    );
    return credentials;
  }
}

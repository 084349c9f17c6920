import type { Caller } from '@callboard/contracts';
import { DomainError, type Log } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { lastTokenEnd } from '../domain/token-life';
import { AdministeredSite } from './administered-site';
import { FIRST_ACCOUNTS, type FirstAccounts } from './seed-accounts';
import { SITE_CLIENTS_STORE, type SiteClientsStore } from './site-clients-store';

/**
 * Takes a client from its site: it gets no new tokens, and the event tells every process to refuse those it has
 * (contract D23).
 */
@Injectable()
export class RevokeCredentials {
  constructor(
    private readonly administered: AdministeredSite,
    @Inject(SITE_CLIENTS_STORE) private readonly clients: SiteClientsStore,
    @Inject(FIRST_ACCOUNTS) private readonly settings: FirstAccounts,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws DomainError `not-found`, `bad-request` (the client of the settings), those of {@link AdministeredSite} */
  async execute(siteId: string, clientId: string, caller: Caller): Promise<void> {
    const { site, account } = await this.administered.of(siteId, caller, 'revoke its credentials');
    if (clientId === this.settings.runtimeClientId) {
      const text = `the client '${clientId}' is the one of RUNTIME_CLIENT_ID: change that setting first`;
      throw new DomainError('bad-request', text);
    }
    const until = lastTokenEnd(new Date());
    if (!(await this.clients.revoke({ clientId, siteId: site.id, revokedBy: account.username, until }))) {
      throw new DomainError('not-found', `the site '${site.id}' has no client '${clientId}'`);
    }
    this.log.info(
      { site: site.id, client_id: clientId, revoked_by: account.username },
      'credentials revoked',
    );
  }
}

import type { Caller, Site } from '@callboard/contracts';
import { DomainError, type Log, onceKept } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { isUserAdmin } from '../domain/account-rights';
import { CallingAccount } from './calling-account';
import { CAPABILITIES_STORE, type CapabilitiesStore } from './capabilities-store';
import { SITES_STORE, type SitesStore } from './sites-store';

/** Says what a site is able to do, for a user admin: what a site says of itself is only a request (contract D22). */
@Injectable()
export class GrantCapabilities {
  constructor(
    private readonly callingAccount: CallingAccount,
    @Inject(SITES_STORE) private readonly sites: SitesStore,
    @Inject(CAPABILITIES_STORE) private readonly capabilities: CapabilitiesStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws DomainError `forbidden`, `not-found`, `invalid-input`, those of {@link CallingAccount} */
  async execute(siteId: string, named: readonly string[], caller: Caller): Promise<Site> {
    const account = await this.callingAccount.of(caller, 'grant capabilities');
    if (!isUserAdmin(account)) {
      throw new DomainError('forbidden', 'only a user admin may grant capabilities');
    }
    const granted = [...new Set(named)];
    await this.refuseUnknown(granted);
    const site = await this.sites.grant(siteId, granted);
    if (site === undefined) throw new DomainError('not-found', `there is no site '${siteId}'`);
    onceKept(() =>
      this.log.info({ site: site.id, granted_by: account.username, granted }, 'capabilities granted'),
    );
    return site;
  }

  private async refuseUnknown(ids: readonly string[]): Promise<void> {
    const known = new Set((await this.capabilities.list()).map(({ id }) => id));
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length === 0) return;
    const text = `no registered capability: ${unknown.map((id) => JSON.stringify(id)).join(', ')}`;
    throw new DomainError('invalid-input', `${text}; GET /capabilities lists those that are`);
  }
}

import type { Caller, Site } from '@callboard/contracts';
import { type Log, onceKept } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { shareCapabilities } from '../domain/account-rights';
import { checkName } from '../domain/name-rule';
import { CallingAccount } from './calling-account';
import { SITES_STORE, type SitesStore } from './sites-store';

/** Creates a site, which the calling user administers from then on (contract 2.2). */
@Injectable()
export class CreateSite {
  constructor(
    private readonly callingAccount: CallingAccount,
    @Inject(SITES_STORE) private readonly sites: SitesStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * The site that is given back holds the granted capabilities only: those asked for wait for a user admin (design 7).
   *
   * @throws DomainError `already-exists`, `invalid-input`, those of {@link CallingAccount}
   */
  async execute(order: { id: string; capability_ids: string[] }, caller: Caller): Promise<Site> {
    const account = await this.callingAccount.of(caller, 'create a site');
    checkName('the id of a site', order.id);
    const { granted, requested } = shareCapabilities(account, order.capability_ids);
    const site = await this.sites.create({
      id: order.id,
      granted,
      requested,
      administrator: account.username,
    });
    onceKept(() =>
      this.log.info({ site: site.id, created_by: account.username, granted, requested }, 'site created'),
    );
    return site;
  }
}

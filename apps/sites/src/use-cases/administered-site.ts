import type { Caller, Site, User } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { administers } from '../domain/account-rights';
import { CallingAccount } from './calling-account';
import { SITES_STORE, type SitesStore } from './sites-store';

/** A site, for a user who administers it; what the database says counts, not what the token says. */
@Injectable()
export class AdministeredSite {
  constructor(
    private readonly callingAccount: CallingAccount,
    @Inject(SITES_STORE) private readonly sites: SitesStore,
  ) {}

  /**
   * @param deed what the caller wants to do, for the text of the refusal
   * @throws DomainError `not-found`, `forbidden`, those of {@link CallingAccount}
   */
  async of(siteId: string, caller: Caller, deed: string): Promise<{ site: Site; account: User }> {
    const account = await this.callingAccount.of(caller, deed);
    const [site] = await this.sites.find([siteId]);
    if (site === undefined) throw new DomainError('not-found', `there is no site '${siteId}'`);
    if (administers(account, site.id)) return { site, account };
    throw new DomainError('forbidden', `only a user who administers the site '${site.id}' may ${deed}`);
  }
}

import { type User, USER_ADMIN_SITE } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { isUserAdmin } from '../domain/account-rights';
import { SecretHasher } from '../secrets/secret-hasher';
import { SITE_CLIENTS_STORE, type SiteClientsStore } from './site-clients-store';
import { SITES_STORE, type SitesStore } from './sites-store';
import { USERS_STORE, type UsersStore } from './users-store';

/** Nest token of {@link FirstAccounts}. */
export const FIRST_ACCOUNTS = Symbol('FIRST_ACCOUNTS');

/** Who and what has to exist before anybody can log in; it comes from the settings of the installation. */
export interface FirstAccounts {
  adminUsername: string;
  adminPassword: string;
  runtimeSiteId: string;
  runtimeClientId: string;
  runtimeClientSecret: string;
}

/**
 * Makes the first accounts at each start, only where they are absent (contract 3.1), in any number of processes at
 * once: the user who administers everything, the runtime's own site with its client, and the reserved site of user
 * admins, so that nobody can become one by creating it (contract D23).
 *
 * The password of an existing admin stays: people change theirs. The secret of the runtime's client follows the
 * setting: the program that uses it reads the same setting. Whoever changes it otherwise has it until the next start.
 */
@Injectable()
export class SeedAccounts {
  constructor(
    @Inject(USERS_STORE) private readonly users: UsersStore,
    @Inject(SITES_STORE) private readonly sites: SitesStore,
    @Inject(SITE_CLIENTS_STORE) private readonly clients: SiteClientsStore,
    private readonly hasher: SecretHasher,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws Error when the runtime's client id belongs to another site */
  async execute(accounts: FirstAccounts): Promise<void> {
    await this.seedAdmin(accounts);
    for (const id of [accounts.runtimeSiteId, USER_ADMIN_SITE]) {
      const site = { id, granted: [], requested: [], administrator: accounts.adminUsername };
      if (await this.sites.createIfAbsent(site)) this.log.info({ site: id }, 'site created at start');
    }
    await this.seedClient(accounts);
  }

  private async seedAdmin({ adminUsername, adminPassword, runtimeSiteId }: FirstAccounts): Promise<void> {
    const [existing] = await this.users.find([adminUsername]);
    if (existing !== undefined) {
      this.warnOfPowerless(existing);
      return;
    }
    const user: User = {
      username: adminUsername,
      email: null,
      full_name: null,
      site_admin: [runtimeSiteId, USER_ADMIN_SITE],
      disabled: false,
    };
    const created = await this.users.createIfAbsent({
      user,
      passwordHash: await this.hasher.hash(adminPassword),
    });
    if (created) this.log.info({ username: adminUsername }, 'admin user created at start');
  }

  private warnOfPowerless(user: User): void {
    if (isUserAdmin(user) && !user.disabled) return;
    this.log.warn(
      { username: user.username },
      'the user named by ADMIN_USERNAME exists but is no active user admin',
    );
  }

  private async seedClient(accounts: FirstAccounts): Promise<void> {
    const { runtimeClientId: clientId, runtimeSiteId: siteId, runtimeClientSecret: secret } = accounts;
    const existing = await this.clients.find(clientId);
    if (existing !== undefined && existing.siteId !== siteId) {
      throw new Error(
        `RUNTIME_CLIENT_ID '${clientId}' is a client of the site '${existing.siteId}', not of RUNTIME_SITE_ID ` +
          `'${siteId}': choose another client id`,
      );
    }
    if (await this.hasher.matches(secret, existing?.secretHash)) return;
    const secretHash = await this.hasher.hash(secret);
    if (existing === undefined && (await this.clients.addIfAbsent({ clientId, siteId, secretHash }))) {
      this.log.info({ site: siteId, client_id: clientId }, 'client of the runtime created at start');
    } else if (existing !== undefined) {
      await this.clients.replaceSecret(clientId, secretHash);
      this.log.warn(
        { site: siteId, client_id: clientId },
        'secret of the client of the runtime follows its changed setting',
      );
    }
  }
}

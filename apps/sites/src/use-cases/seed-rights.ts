import { CONTRACT_ACTIONS, CONTRACT_WORKFLOWS } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ALLOWANCES_STORE, type AllowancesStore } from './allowances-store';
import { CAPABILITIES_STORE, type CapabilitiesStore } from './capabilities-store';
import { FIRST_ACCOUNTS, type FirstAccounts } from './seed-accounts';

/**
 * At each start: the registry of capabilities, where entries are absent. At the first: what the admin of the settings
 * is allowed beyond roles, all seven actions (contract 2.9).
 */
@Injectable()
export class SeedRights {
  constructor(
    @Inject(CAPABILITIES_STORE) private readonly capabilities: CapabilitiesStore,
    @Inject(ALLOWANCES_STORE) private readonly allowances: AllowancesStore,
    @Inject(FIRST_ACCOUNTS) private readonly accounts: FirstAccounts,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async execute(): Promise<void> {
    await this.capabilities.addIfAbsent(CONTRACT_WORKFLOWS);
    const { adminUsername } = this.accounts;
    if (await this.allowances.seedOnce(adminUsername, CONTRACT_ACTIONS))
      this.log.info(
        { username: adminUsername, actions: CONTRACT_ACTIONS.length },
        'allowances given at first start',
      );
  }
}

import type { Action, Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ALLOWANCES_STORE, type AllowancesStore } from './allowances-store';
import { CallingAccount } from './calling-account';

/** Who has an allowance: a user, or a site client, which counts as a user of the name of its id (contract 0, 2.9). */
@Injectable()
export class AllowedCaller {
  constructor(
    private readonly callingAccount: CallingAccount,
    @Inject(ALLOWANCES_STORE) private readonly allowances: AllowancesStore,
  ) {}

  /** Gives the name that has the allowance. @throws DomainError `forbidden`, those of {@link CallingAccount} */
  async of(caller: Caller, action: Action): Promise<string> {
    const name =
      caller.kind === 'site' ? caller.clientId : (await this.callingAccount.of(caller, 'do this')).username;
    if (await this.allowances.has(name, action)) return name;
    throw new DomainError('forbidden', `'${name}' has no allowance for ${action}: ask an admin for it`);
  }
}

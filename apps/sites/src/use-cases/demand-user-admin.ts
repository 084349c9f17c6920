import { type Caller, type User, USER_ADMIN_SITE } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Injectable } from '@nestjs/common';
import { isUserAdmin } from '../domain/account-rights';
import { CallingAccount } from './calling-account';

/** Who looks after users: a user who administers the site of user admins (contract 2.1). */
@Injectable()
export class DemandUserAdmin {
  constructor(private readonly callingAccount: CallingAccount) {}

  /**
   * @param deed what the caller wants to do, for the text of the refusal
   * @throws DomainError `forbidden`, those of {@link CallingAccount}
   */
  async of(caller: Caller, deed: string): Promise<User> {
    const account = await this.callingAccount.of(caller, deed);
    if (isUserAdmin(account)) return account;
    throw new DomainError(
      'forbidden',
      `only a user who administers the site '${USER_ADMIN_SITE}' may ${deed}`,
    );
  }
}

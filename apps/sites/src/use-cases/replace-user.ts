import type { Caller, User, UserReplacement } from '@callboard/contracts';
import { DomainError, type Log, onceKept } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { SecretHasher } from '../secrets/secret-hasher';
import { DemandUserAdmin } from './demand-user-admin';
import { userOfOrder } from './user-of-order';
import { USERS_STORE, type UsersStore } from './users-store';

/**
 * Says all that a user is, for a user admin (contract 2.1): what is not named is reset, but the password stays unless
 * another one comes (D36). Tokens go on after a change of the password; those of a disabled user are refused.
 */
@Injectable()
export class ReplaceUser {
  constructor(
    private readonly userAdmin: DemandUserAdmin,
    @Inject(USERS_STORE) private readonly users: UsersStore,
    private readonly hasher: SecretHasher,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws DomainError `not-found`, `bad-request` (no user admin would be left), those of {@link DemandUserAdmin} */
  async execute(order: UserReplacement, caller: Caller): Promise<User> {
    const account = await this.userAdmin.of(caller, 'change users');
    const { username, password, disabled } = order;
    const renewed = password ? { passwordHash: await this.hasher.hash(password) } : {};
    const replaced = await this.users.replace({ user: userOfOrder(order), ...renewed });
    if (replaced === undefined) throw new DomainError('not-found', `there is no user '${username}'`);
    const told = { username, changed_by: account.username, site_admin: replaced.site_admin, disabled };
    onceKept(() => this.log.info({ ...told, password_changed: Boolean(password) }, 'user changed'));
    return replaced;
  }
}

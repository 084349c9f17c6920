import type { Caller, User } from '@callboard/contracts';
import { type Log, onceKept } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { checkName } from '../domain/name-rule';
import { SecretHasher } from '../secrets/secret-hasher';
import { DemandUserAdmin } from './demand-user-admin';
import { type UserOrder, userOfOrder } from './user-of-order';
import { USERS_STORE, type UsersStore } from './users-store';

export type NewUserOrder = UserOrder & { password: string };

/** Creates a user, for a user admin (contract 2.1). */
@Injectable()
export class CreateUser {
  constructor(
    private readonly userAdmin: DemandUserAdmin,
    @Inject(USERS_STORE) private readonly users: UsersStore,
    private readonly hasher: SecretHasher,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws DomainError `already-exists` (contract D36), `invalid-input`, those of {@link DemandUserAdmin} */
  async execute(order: NewUserOrder, caller: Caller): Promise<User> {
    const account = await this.userAdmin.of(caller, 'create users');
    checkName('the username', order.username);
    const { username, password } = order;
    const passwordHash = await this.hasher.hash(password);
    const created = await this.users.create({ user: userOfOrder(order), passwordHash });
    onceKept(() =>
      this.log.info(
        { username, created_by: account.username, site_admin: created.site_admin },
        'user created',
      ),
    );
    return created;
  }
}

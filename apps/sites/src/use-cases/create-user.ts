import type { Caller, User } from '@callboard/contracts';
import { type Log, onceKept } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { checkName } from '../domain/name-rule';
import { SecretHasher } from '../secrets/secret-hasher';
import { DemandUserAdmin } from './demand-user-admin';
import { USERS_STORE, type UsersStore } from './users-store';

export interface UserOrder {
  username: string;
  password: string;
  email?: string | null | undefined;
  full_name?: string | null | undefined;
  site_admin: string[];
  disabled: boolean;
}

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
  async execute(order: UserOrder, caller: Caller): Promise<User> {
    const account = await this.userAdmin.of(caller, 'create users');
    checkName('the username', order.username);
    const { username, password, email, full_name, site_admin, disabled } = order;
    const user: User = {
      username,
      email: email ?? null,
      full_name: full_name ?? null,
      site_admin: [...new Set(site_admin)],
      disabled,
    };
    const created = await this.users.create({ user, passwordHash: await this.hasher.hash(password) });
    onceKept(() =>
      this.log.info(
        { username, created_by: account.username, site_admin: created.site_admin },
        'user created',
      ),
    );
    return created;
  }
}

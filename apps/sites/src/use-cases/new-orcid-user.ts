import { randomUUID } from 'node:crypto';
import type { User } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { SecretHasher } from '../secrets/secret-hasher';
import type { OrcidPerson } from '../tokens/orcid-tokens';
import { USERS_STORE, type UsersStore } from './users-store';

/** A user without rights and without a password that anybody knows. */
@Injectable()
export class NewOrcidUser {
  constructor(
    @Inject(USERS_STORE) private readonly users: UsersStore,
    private readonly hasher: SecretHasher,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Gives the user of another login at the same time, if that was first. */
  async execute({ subject: username, fullName }: OrcidPerson): Promise<User> {
    const user: User = { username, email: null, full_name: fullName, site_admin: [], disabled: false };
    const passwordHash = await this.hasher.hash(randomUUID());
    if (await this.users.createIfAbsent({ user, passwordHash })) {
      this.log.info({ username }, 'user created by a log-in at ORCID');
      return user;
    }
    return (await this.users.find([username]))[0] ?? user;
  }
}

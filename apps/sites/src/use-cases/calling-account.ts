import type { Caller, User } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { USERS_STORE, type UsersStore } from './users-store';

/**
 * The user behind a caller, as the database has it now: the `administers` of a token is a day old at worst, and a user
 * who has just created a site goes on with the token of before.
 */
@Injectable()
export class CallingAccount {
  constructor(@Inject(USERS_STORE) private readonly users: UsersStore) {}

  /**
   * @param deed what the caller wants to do, for the text of the refusal
   * @throws DomainError `unauthenticated` (nobody, or a user who no longer exists), `forbidden` (not a user; contract
   *   D23), `bad-request` (a disabled user: contract 0, "Token")
   */
  async of(caller: Caller, deed: string): Promise<User> {
    if (caller.kind === 'anonymous') {
      throw new DomainError('unauthenticated', `log in as a user to ${deed}`);
    }
    if (caller.kind !== 'user') {
      throw new DomainError(
        'forbidden',
        `only a user may ${deed}: use the token of a user, not of a ${caller.kind}`,
      );
    }
    const [user] = await this.users.find([caller.username]);
    if (user === undefined) {
      throw new DomainError('unauthenticated', `the user '${caller.username}' no longer exists`);
    }
    if (user.disabled) {
      throw new DomainError(
        'bad-request',
        `the account '${user.username}' is disabled: ask a user admin to enable it`,
      );
    }
    return user;
  }
}

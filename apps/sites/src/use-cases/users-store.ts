import type { User } from '@callboard/contracts';

export const USERS_STORE = Symbol('USERS_STORE');

export interface NewUser {
  user: User;
  passwordHash: string;
}

/** Where users are kept. Hashes leave it only by {@link UsersStore.withPasswordHash}. */
export interface UsersStore {
  /** Those of the usernames that exist, in any order. */
  find(usernames: string[]): Promise<User[]>;
  withPasswordHash(username: string): Promise<NewUser | undefined>;
  /** @throws DomainError `already-exists` */
  create(user: NewUser): Promise<User>;
  /** Leaves an existing user as it is. True when the user was created. */
  createIfAbsent(user: NewUser): Promise<boolean>;
  /** Unless it was changed meanwhile. */
  replaceHash(username: string, change: HashChange): Promise<void>;
}

export interface HashChange {
  readonly from: string;
  readonly to: string;
}

import type { User } from '@callboard/contracts';

export const USERS_STORE = Symbol('USERS_STORE');

export interface NewUser {
  user: User;
  passwordHash: string;
}

/** All that a user is from then on; the hash of a password only if that changes too. */
export interface UserChange {
  user: User;
  passwordHash?: string;
}

/** Where users are kept. Hashes leave it only by {@link UsersStore.withPasswordHash}. */
export interface UsersStore {
  /** Those of the usernames that exist, in any order. */
  find(usernames: string[]): Promise<User[]>;
  withPasswordHash(username: string): Promise<NewUser | undefined>;
  /** @throws DomainError `already-exists` */
  create(user: NewUser): Promise<User>;
  /**
   * Undefined when there is no such user.
   *
   * @throws DomainError `bad-request` when no active user admin would be left
   */
  replace(change: UserChange): Promise<User | undefined>;
  /** By ascending username, those after `after`. */
  page(after: string | undefined, limit: number): Promise<{ users: User[]; more: boolean }>;
  /** Leaves an existing user as it is. True when the user was created. */
  createIfAbsent(user: NewUser): Promise<boolean>;
  /** Unless it was changed meanwhile. */
  replaceHash(username: string, change: HashChange): Promise<void>;
}

export interface HashChange {
  readonly from: string;
  readonly to: string;
}

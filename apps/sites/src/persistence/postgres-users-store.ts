import type { User } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { HashChange, NewUser, UsersStore } from '../use-cases/users-store';

const COLUMNS = 'username, email, full_name, site_admin, disabled';

const INSERT = `
insert into users (username, password_hash, email, full_name, site_admin, disabled)
values ($1, $2, $3, $4, $5, $6)
on conflict (username) do nothing
returning ${COLUMNS}`;

@Injectable()
export class PostgresUsersStore implements UsersStore {
  constructor(private readonly database: Database) {}

  find(usernames: string[]): Promise<User[]> {
    return this.database.query<User>(`select ${COLUMNS} from users where username = any($1)`, [usernames]);
  }

  async withPasswordHash(username: string): Promise<NewUser | undefined> {
    const [row] = await this.database.query<User & { password_hash: string }>(
      `select ${COLUMNS}, password_hash from users where username = $1`,
      [username],
    );
    if (row === undefined) return undefined;
    const { password_hash: passwordHash, ...user } = row;
    return { user, passwordHash };
  }

  async create(user: NewUser): Promise<User> {
    const created = await this.insert(user);
    if (created === undefined) {
      throw new DomainError(
        'already-exists',
        `there is a user '${user.user.username}' already: choose another username`,
      );
    }
    return created;
  }

  async createIfAbsent(user: NewUser): Promise<boolean> {
    return (await this.insert(user)) !== undefined;
  }

  async replaceHash(username: string, { from, to }: HashChange): Promise<void> {
    const sql = 'update users set password_hash = $3 where username = $1 and password_hash = $2';
    await this.database.query(sql, [username, from, to]);
  }

  private async insert({ user, passwordHash }: NewUser): Promise<User | undefined> {
    const { username, email, full_name, site_admin, disabled } = user;
    const values = [username, passwordHash, email, full_name, site_admin, disabled];
    const [row] = await this.database.query<User>(INSERT, values);
    return row;
  }
}

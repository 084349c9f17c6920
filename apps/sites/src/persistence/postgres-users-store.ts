import { type User, USER_ADMIN_SITE } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { HashChange, NewUser, UserChange, UsersStore } from '../use-cases/users-store';

const COLUMNS = 'username, email, full_name, site_admin, disabled';

const INSERT = `
insert into users (username, password_hash, email, full_name, site_admin, disabled)
values ($1, $2, $3, $4, $5, $6)
on conflict (username) do nothing
returning ${COLUMNS}`;

/** As {@link INSERT}; a password hash of null leaves the one that is there. */
const REPLACE = `
update users
set password_hash = coalesce($2, password_hash), email = $3, full_name = $4, site_admin = $5, disabled = $6,
    version = version + 1
where username = $1
returning ${COLUMNS}`;

/** $1 username before the page ('' for the first), $2 rows. */
const PAGE = `select ${COLUMNS} from users where username > $1 order by username limit $2`;

/** Two user admins who take each other's rights at once: the second waits, and is refused. */
const ONE_AT_A_TIME = 'lock table users in share row exclusive mode';

/** $1 the site of user admins. */
const ANY_USER_ADMIN = 'select 1 from users where $1 = any(site_admin) and not disabled limit 1';

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

  replace({ user, passwordHash }: UserChange): Promise<User | undefined> {
    return this.database.transaction(async (tx) => {
      await tx.query(ONE_AT_A_TIME);
      const { username, email, full_name, site_admin, disabled } = user;
      const values = [username, passwordHash ?? null, email, full_name, site_admin, disabled];
      const [row] = await tx.query<User>(REPLACE, values);
      if (row !== undefined) await demandUserAdmin(tx);
      return row;
    });
  }

  async page(after: string | undefined, limit: number): Promise<{ users: User[]; more: boolean }> {
    const rows = await this.database.query<User>(PAGE, [after ?? '', limit + 1]);
    return { users: rows.slice(0, limit), more: rows.length > limit };
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

/** Nobody could undo it: only user admins make user admins. */
async function demandUserAdmin(tx: Transaction): Promise<void> {
  if ((await tx.query(ANY_USER_ADMIN, [USER_ADMIN_SITE])).length > 0) return;
  throw new DomainError(
    'bad-request',
    `no active user who administers the site '${USER_ADMIN_SITE}' would be left: make another one first`,
  );
}

import { USER_ADMIN_SITE } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { eventually, testDatabase, type TestDatabase } from '@callboard/testing';
import { migrations } from './migrations';
import { PostgresUsersStore } from './postgres-users-store';

let testing: TestDatabase;
let database: Database;
let users: PostgresUsersStore;

beforeAll(async () => {
  testing = await testDatabase([{ service: 'sites', migrations }]);
  database = await Database.open({ url: testing.url('sites'), service: 'sites', migrations });
  users = new PostgresUsersStore(database);
});
afterAll(async () => {
  await database?.close();
  await testing?.drop();
});

const named = (username: string, site_admin: string[]) => ({
  user: { username, email: null, full_name: null, site_admin, disabled: false },
});

describe('users that are replaced', () => {
  it('leave a user admin, also when the rights of two are taken at once', async () => {
    for (const name of ['ana', 'ben']) {
      await users.create({ ...named(name, [USER_ADMIN_SITE]), passwordHash: 'a hash' });
    }
    let settled = false;
    let second: Promise<unknown> = Promise.resolve();
    await database.transaction(async (tx) => {
      await tx.query(`update users set site_admin = '{}' where username = 'ana'`);
      second = users.replace(named('ben', [])).catch((error: unknown) => error);
      void second.then(() => (settled = true));
      await eventually('the second to wait, or not', async () => {
        const waiting = await database.query('select 1 from pg_locks where not granted');
        return settled || waiting.length > 0;
      });
    });
    expect(await second).toMatchObject({ code: 'bad-request' });
    expect(await users.find(['ben'])).toMatchObject([{ site_admin: [USER_ADMIN_SITE] }]);
  });
});

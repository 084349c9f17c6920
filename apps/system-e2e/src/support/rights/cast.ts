import { type Right, RIGHTS, type Role, USER_ADMIN_SITE } from '@callboard/contracts';
import { Client as Database } from 'pg';
import { RUNTIME_SITE } from '../../../../../tools/dev-stack/src/data-folder';
import type { Stack } from '../../../../../tools/dev-stack/src/stack';
import { Client } from '../client';

const PASSWORD = 'correct-horse-battery';

/** The site that the things of this test belong to, and another one. */
export const OWN_SITE = 'rights-own';
export const OTHER_SITE = 'rights-other';

/** The actions that routes ask allowances for. */
/** Several rights may come from one allowance. */
const ACTIONS = [...new Set(Object.values<Right>(RIGHTS).flatMap(({ action }) => action ?? []))];

/** Users by their role, and which sites they administer. */
const USERS = {
  user: [],
  'disabled-user': [OWN_SITE, RUNTIME_SITE, USER_ADMIN_SITE],
  'site-administrator': [OWN_SITE],
  'runtime-admin': [RUNTIME_SITE],
  'user-admin': [USER_ADMIN_SITE],
  asker: [],
  'allowed-user': [],
} satisfies Partial<Record<Role, string[]>>;
type UserRole = keyof typeof USERS;

/** Somebody for each role, logged in as real users and clients are. */
export type Cast = Record<Role, Client>;

const nameOf = (role: UserRole): string => `rights-${role}`;

/** How a user of the cast logs in. */
export const loginOf = (role: UserRole): Record<string, string> => ({
  grant_type: 'password',
  username: nameOf(role),
  password: PASSWORD,
});

/** Makes the users and sites of a stack that knows none of them yet. */
export async function castOf(stack: Stack): Promise<Cast> {
  const admin = await Client.asAdmin(stack);
  const users = await usersOf(stack, admin);
  await made(users['site-administrator'], '/sites', { id: OWN_SITE });
  await made(admin, '/sites', { id: OTHER_SITE });
  const logIn = ({ client_id, client_secret }: Credentials): Promise<Client> =>
    new Client(stack.gatewayUrl).logIn({ grant_type: 'client_credentials', client_id, client_secret });
  const allowed = await newClient(admin, OTHER_SITE);
  await alter(stack, [allowed.client_id, nameOf('allowed-user')]);
  return {
    ...users,
    anonymous: new Client(stack.gatewayUrl),
    site: await logIn(await newClient(admin, OTHER_SITE)),
    'own-site': await logIn(await newClient(users['site-administrator'], OWN_SITE)),
    'runtime-site': await logIn(await newClient(admin, RUNTIME_SITE)),
    'allowed-site': await logIn(allowed),
  };
}

/** The rights of a user are there from the start: a gateway may know them as they were two seconds ago. */
async function usersOf(stack: Stack, admin: Client): Promise<Record<UserRole, Client>> {
  const roles = Object.keys(USERS) as UserRole[];
  const users = roles.map(async (role) => {
    const { username, password } = loginOf(role);
    await made(admin, '/users', { username, password, site_admin: USERS[role] });
    return [role, await new Client(stack.gatewayUrl).logIn(loginOf(role))] as const;
  });
  return Object.fromEntries(await Promise.all(users)) as Record<UserRole, Client>;
}

export interface Credentials {
  client_id: string;
  client_secret: string;
}

/** A further client of a site. */
export function newClient(administrator: Client, siteId: string): Promise<Credentials> {
  return made(administrator, `/sites/${siteId}:generateCredentials`, undefined);
}

/** What a call that must succeed gives. */
export async function made<T>(client: Client, path: string, body: unknown, method = 'POST'): Promise<T> {
  const answer = await client.call<T>(method, path, body);
  if (answer.status < 300) return answer.body;
  throw new Error(`${method} ${path} answers ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** No call of CORE gives allowances, or disables a user who has logged in: it is written where it is kept. */
async function alter(stack: Stack, allowed: readonly string[]): Promise<void> {
  const database = new Database({ connectionString: stack.servers.databaseUrl('sites') });
  await database.connect();
  try {
    const allow =
      'insert into allowances select name, action from unnest($1::text[]) name, unnest($2::text[]) action';
    await database.query(allow, [allowed, ACTIONS]);
    await database.query('update users set disabled = true where username = $1', [nameOf('disabled-user')]);
  } finally {
    await database.end();
  }
}

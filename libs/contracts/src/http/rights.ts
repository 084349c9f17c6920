/** Its administrators are user admins; the name is reserved and seeded (design 7, contract 2.1, D23). */
export const USER_ADMIN_SITE = 'nmdc-runtime-useradmin';

/** Who may ask for something, as far as it matters to anybody's rights (design 7; contract 0, "Auth words"). */
export const ROLES = {
  anonymous: 'no token',
  user: 'a user of no particular rights',
  'disabled-user': 'a user who was disabled',
  'site-administrator': 'a user who administers the site that the thing belongs to',
  'runtime-admin': "a user who administers the runtime's own site",
  'user-admin': `a user who administers the site ${USER_ADMIN_SITE}`,
  asker: 'a user who asked for the run',
  'allowed-user': 'a user with an allowance for this very action',
  site: 'a client of some site',
  'own-site': 'a client of the site that the thing belongs to',
  'runtime-site': "a client of the runtime's own site",
  'allowed-site': 'a client with an allowance for this very action',
} as const;
export type Role = keyof typeof ROLES;

/** Users whose accounts are in order. */
const USERS = ['user', 'site-administrator', 'runtime-admin', 'user-admin', 'asker', 'allowed-user'] as const;
/** Clients of sites. */
export const SITES = ['site', 'own-site', 'runtime-site', 'allowed-site'] as const;

/** A right: in words, the roles that have it, and the action that an allowance for it is about (contract 2.9). */
export interface Right {
  readonly words: string;
  readonly roles: readonly Role[];
  readonly action?: string;
}

const right = (words: string, ...roles: readonly Role[]): Right => ({ words, roles });

/** A right that can also be given by name, to users and to clients of sites. */
const allowance = (action: string, words: string, ...roles: readonly Role[]): Right => ({
  words,
  roles: [...roles, 'allowed-user', 'allowed-site'],
  action,
});

/** Every right that a route can ask for; a route names one. Guards, documentation and tests come from this table. */
export const RIGHTS = {
  anon: right('Anybody.', ...(Object.keys(ROLES) as Role[])),
  any: right('A user or a site.', ...USERS, ...SITES),
  user: right('A user.', ...USERS),
  site: right('A site.', ...SITES),
  'own-site': right('The site that the thing belongs to.', 'own-site'),
  'runtime-site': right("The runtime's own site.", 'runtime-site'),
  'site-administrator': right('A user who administers the site.', 'site-administrator'),
  'object-manager': allowance(
    '/objects/types',
    'The site that manages the object, a user who administers that site, or an allowance for `/objects/types`.',
    'own-site',
    'site-administrator',
  ),
  'job-owner': right(
    "The site that posted the job, a user who administers that site, or one who administers the runtime's own site.",
    'own-site',
    'site-administrator',
    'runtime-admin',
  ),
  'run-teller': right(
    "The site that carries out the run, who asked for it, or a user who administers the runtime's own site.",
    'own-site',
    'asker',
    'runtime-admin',
  ),
  'id-owner': right(
    'The site that the id was minted for, a user who administers that site, or the user whom it was minted for.',
    'own-site',
    'site-administrator',
  ),
  'runtime-admin': right("A user who administers the runtime's own site.", 'runtime-admin'),
  'user-admin': right(`A user who administers the site ${USER_ADMIN_SITE}.`, 'user-admin'),
  'allow:/metadata/json:submit': allowance(
    '/metadata/json:submit',
    'A user or site client with an allowance for `/metadata/json:submit`.',
  ),
  'allow:/metadata/changesheets:submit': allowance(
    '/metadata/changesheets:submit',
    'A user or site client with an allowance for `/metadata/changesheets:submit`.',
  ),
  'allow:/admin/allowances': allowance(
    '/admin/allowances',
    'A user or site client with an allowance for `/admin/allowances`.',
  ),
  'allow:/queries:run(query_cmd:AggregateCommand)': allowance(
    '/queries:run(query_cmd:AggregateCommand)',
    'A user or site client with an allowance for `/queries:run(query_cmd:AggregateCommand)`.',
  ),
  'allow:/queries:run(query_cmd:DeleteCommand)': allowance(
    '/queries:run(query_cmd:DeleteCommand)',
    'A user or site client with an allowance for `/queries:run(query_cmd:DeleteCommand)`.',
  ),
  'changesheet-undo': allowance(
    '/metadata/changesheets:submit',
    "A user or site client with an allowance for `/metadata/changesheets:submit`, or a user who administers the runtime's own site.",
    'runtime-admin',
  ),
  'allow:/admin/site_clients': allowance(
    '/admin/site_clients',
    'A user or site client with an allowance for `/admin/site_clients`.',
  ),
} satisfies Record<string, Right>;
export type RightName = keyof typeof RIGHTS;

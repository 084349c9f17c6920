import { ANONYMOUS, type Caller, nameOfCaller } from '../caller';
import { type Right, type RightName, RIGHTS, type Role, ROLES, SITES, USER_ADMIN_SITE } from './rights';

/** What roles depend on besides the caller. What is left out is not known where it is asked, and gives no role. */
export interface Circumstances {
  /** The site that the thing belongs to. */
  owner?: string;
  /** Who asked for it, as {@link nameOfCaller} tells. */
  askedBy?: string;
  /** Id of the runtime's own site, a setting. */
  runtimeSite?: string;
}

/** Statuses of a refusal: no token or one of the wrong kind, a disabled user, not enough rights (contract 0). */
export type RefusalStatus = 400 | 401 | 403;

/** Whether a caller has a right. Our own services have every right: they answer for whom they speak for. */
export function mayDo(name: RightName, caller: Caller, about: Circumstances): boolean {
  return caller.kind === 'service' || isIn(name, rolesOf(caller, about, RIGHTS[name]));
}

/** Whether a right is everybody's; then no token is looked at (contract 0, "anon"). */
export function isOpen(name: RightName): boolean {
  return isIn(name, ['anonymous']);
}

/** Whether no user has a right: the token of one is then of the wrong kind (contract 0, "site"). */
export function isForSites(name: RightName): boolean {
  return RIGHTS[name].roles.every((role) => (SITES as readonly Role[]).includes(role));
}

/**
 * What becomes of somebody who asks by a right, as far as it can be told without the thing: `pass`, the status of the
 * refusal, or `ask` when it is for the service that owns the thing, or keeps the allowances, to decide.
 */
export function judge(
  name: RightName,
  caller: Caller,
  about: Circumstances & { disabled?: boolean },
): 'pass' | 'ask' | RefusalStatus {
  if (isOpen(name)) return 'pass';
  if (caller.kind === 'anonymous' || (caller.kind === 'user' && isForSites(name))) return 401;
  if (about.disabled) return 400;
  if (mayDo(name, caller, about)) return 'pass';
  return isIn(name, ROLES_BY_THE_THING[caller.kind]) ? 'ask' : 403;
}

/** The answer that a role gets by a right, whoever decides it: one cell of the table. */
export function cell(name: RightName, role: Role): 'pass' | RefusalStatus {
  const disabled = role === 'disabled-user';
  const verdict = judge(name, SPECIMENS[role], {
    runtimeSite: RUNTIME,
    owner: OWNER,
    askedBy: ASKED_BY,
    disabled,
  });
  return verdict === 'ask' ? 403 : verdict;
}

const ROLES_BY_THE_THING = {
  user: ['site-administrator', 'asker', 'allowed-user'],
  site: ['own-site', 'runtime-site', 'allowed-site'],
  service: [],
} as const satisfies Record<string, readonly Role[]>;

const isIn = (name: RightName, held: readonly Role[]): boolean =>
  held.some((role) => (RIGHTS[name].roles as readonly Role[]).includes(role));

/** Every role that a caller has, the general ones among them. */
function rolesOf(caller: Caller, { owner, runtimeSite, askedBy }: Circumstances, { action }: Right): Role[] {
  const allowed = (allowances: readonly string[] = []): boolean =>
    action !== undefined && allowances.includes(action);
  const held: Partial<Record<Role, boolean>> = {};
  if (caller.kind === 'user') {
    const administers = (site?: string): boolean => site !== undefined && caller.administers.includes(site);
    held.user = true;
    held['site-administrator'] = administers(owner);
    held['runtime-admin'] = administers(runtimeSite);
    held['user-admin'] = administers(USER_ADMIN_SITE);
    held.asker = nameOfCaller(caller) === askedBy;
    held['allowed-user'] = allowed(caller.allowances);
  }
  if (caller.kind === 'site') {
    held.site = true;
    held['own-site'] = caller.siteId === owner;
    held['runtime-site'] = caller.siteId === runtimeSite;
    held['allowed-site'] = allowed(caller.allowances);
  }
  return (Object.keys(ROLES) as Role[]).filter((role) => held[role]);
}

const OWNER = 'owner';
const RUNTIME = 'runtime';
const ACTIONS = Object.values<Right>(RIGHTS).flatMap(({ action }) => action ?? []);
const ASKER = { kind: 'user' as const, username: 'asker', administers: [] };
const ASKED_BY = nameOfCaller(ASKER);
const user = (...administers: string[]) => ({ kind: 'user' as const, username: 'someone', administers });
const client = (siteId: string) => ({ kind: 'site' as const, siteId, clientId: 'some-client' });

/** Somebody of each role, and of no other of the particular ones. */
const SPECIMENS: Record<Role, Caller> = {
  anonymous: ANONYMOUS,
  user: user(),
  'disabled-user': { ...user(OWNER, RUNTIME, USER_ADMIN_SITE), allowances: ACTIONS },
  'site-administrator': user(OWNER),
  'runtime-admin': user(RUNTIME),
  'user-admin': user(USER_ADMIN_SITE),
  asker: ASKER,
  'allowed-user': { ...user(), allowances: ACTIONS },
  site: client('another'),
  'own-site': client(OWNER),
  'runtime-site': client(RUNTIME),
  'allowed-site': { ...client('another'), allowances: ACTIONS },
};

import { type Caller, mayDo } from '@callboard/contracts';

/** What the rights of a user depend on, as the database has it now, not as a token of yesterday has it. */
export interface Account {
  readonly username: string;
  readonly site_admin: readonly string[];
  readonly disabled: boolean;
}

export function administers(account: Account, siteId: string): boolean {
  return mayDo('site-administrator', asCaller(account), { owner: siteId });
}

export function isUserAdmin(account: Account): boolean {
  return mayDo('user-admin', asCaller(account), {});
}

const asCaller = ({ username, site_admin }: Account): Caller => ({
  kind: 'user',
  username,
  administers: [...site_admin],
});

/**
 * What becomes of the capabilities named when a site is created: a user admin grants them by naming them, anybody
 * else only asks for them (design 7; contract D22). Repeats are dropped.
 */
export function shareCapabilities(
  account: Account,
  named: readonly string[],
): { granted: string[]; requested: string[] } {
  const ids = [...new Set(named)];
  return isUserAdmin(account) ? { granted: ids, requested: [] } : { granted: [], requested: ids };
}

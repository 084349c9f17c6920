import { type Caller, mayDo } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** The site that asks. Jobs are claimed and given back by sites only (contract 2.5). */
export function siteAsking(caller: Caller): string {
  if (caller.kind === 'site') return caller.siteId;
  throw new DomainError('forbidden', 'Only a site can do this: use the token of a site client.');
}

/** Jobs are posted by sites, and by our own services. */
export function requireSiteOrService(caller: Caller): void {
  if (mayDo('site', caller, {})) return;
  throw new DomainError('forbidden', 'Only a site can post jobs: use the token of a site client.');
}

/** Workflows are registered and changed, and more, by those who administer the runtime's own site (design 7). */
export function requireRuntimeAdmin(
  caller: Caller,
  runtimeSiteId: string,
  what = 'register or change workflows',
): void {
  if (mayDo('runtime-admin', caller, { runtimeSite: runtimeSiteId })) return;
  throw new DomainError('forbidden', `Only a user who administers the site ${runtimeSiteId} may ${what}.`);
}

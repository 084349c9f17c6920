import { type Caller, mayDo } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** The site that asks. Objects and their bytes come from sites only (contract 2.4). */
export function siteAsking(caller: Caller): string {
  if (caller.kind === 'site') return caller.siteId;
  throw new DomainError('forbidden', 'only a site can do this: use the token of a site client');
}

/** Whether a caller may change the description of an object that the site `manager` manages (contract 2.4). */
export function mayChange(caller: Caller, manager: string): boolean {
  return mayDo('own-site', caller, { owner: manager });
}

/** Whether a caller may change its types (design 7). */
export function mayTag(caller: Caller, manager: string): boolean {
  return mayDo('object-manager', caller, { owner: manager });
}

/** Refuses, as `forbidden`, those who may not register object types. */
export function requireRuntimeAdmin(caller: Caller, runtimeSiteId: string): void {
  if (mayDo('runtime-admin', caller, { runtimeSite: runtimeSiteId })) return;
  throw new DomainError(
    'forbidden',
    `only a user who administers the site ${runtimeSiteId} may register object types`,
  );
}

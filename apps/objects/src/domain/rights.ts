import type { Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** The site that asks. Objects and their bytes come from sites only (contract 2.4). */
export function siteAsking(caller: Caller): string {
  if (caller.kind === 'site') return caller.siteId;
  throw new DomainError('forbidden', 'only a site can do this: use the token of a site client');
}

/** Objects are tagged by the site that manages them, by users who administer it, and by our services (design 7). */
export function mayTag(caller: Caller, manager: string): boolean {
  switch (caller.kind) {
    case 'service':
      return true;
    case 'site':
      return caller.siteId === manager;
    case 'user':
      return caller.administers.includes(manager);
    case 'anonymous':
      return false;
  }
}

/** Object types are registered by those who administer the runtime's own site (design 7). Refusal: `forbidden`. */
export function requireRuntimeAdmin(caller: Caller, runtimeSiteId: string): void {
  if (caller.kind === 'service') return;
  if (caller.kind === 'user' && caller.administers.includes(runtimeSiteId)) return;
  throw new DomainError(
    'forbidden',
    `only a user who administers the site ${runtimeSiteId} may register object types`,
  );
}

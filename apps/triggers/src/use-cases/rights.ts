import { type Caller, mayDo, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** Id of the runtime's own site, a setting. */
export const RUNTIME_SITE_ID = Symbol('RUNTIME_SITE_ID');

/** Triggers are for those who administer the runtime's own site (design 7). Refusal: `forbidden`. */
export function requireRuntimeAdmin(caller: Caller, runtimeSiteId: string): void {
  if (mayDo('runtime-admin', caller, { runtimeSite: runtimeSiteId })) return;
  throw new DomainError(
    'forbidden',
    `${nameOfCaller(caller)} may not register or change triggers: it takes a user who administers the site ${runtimeSiteId}.`,
  );
}

export function unknownTrigger(id: string): DomainError {
  return new DomainError('not-found', `There is no trigger ${JSON.stringify(id)}.`);
}

/** Sensors belong to sites, and only sites ask about theirs. Refusal: `forbidden`. */
export function siteAsking(caller: Caller): string {
  if (caller.kind === 'site') return caller.siteId;
  throw new DomainError('forbidden', 'Only a site has sensors: use the token of a site client.');
}

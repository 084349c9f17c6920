import type { Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** The site that asks; anybody else is refused as `forbidden`. */
export function askingSite(caller: Caller): string {
  if (caller.kind === 'site') return caller.siteId;
  throw new DomainError(
    'forbidden',
    'only sites open, and write under, operations of their own: ask with a site token',
  );
}

/** Refuses everybody but services: who may open and end operations is decided where the claims are. */
export function demandService(caller: Caller): void {
  if (caller.kind === 'service') return;
  throw new DomainError(
    'forbidden',
    'operations are opened and ended by services: claim or release the job instead',
  );
}

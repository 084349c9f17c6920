import { DomainError } from '@callboard/kernel';
import type { Caller } from './caller';

/** The program that takes a dump of the reference in. Nobody else may bring ids, times and states of their own. */
export const IMPORTER: Caller = { kind: 'service', service: 'import' };

/** Refuses everybody but the importer: a request that keeps ids and states as they are told passes by every rule. */
export function demandImporter(caller: Caller): void {
  if (caller.kind === 'service' && caller.service === 'import') return;
  throw new DomainError('forbidden', 'Only the importer brings things in as they were: npm run import.');
}

import { type Caller, mayDo, type RightName, RIGHTS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/**
 * For what is done at the gateway itself by an allowance: the guard has looked it up, and nobody behind it does so again.
 *
 * @throws DomainError `forbidden`
 */
export function demandAllowed(right: RightName, caller: Caller): void {
  if (!mayDo(right, caller, {}))
    throw new DomainError('forbidden', `not for you to ask. Who may: ${RIGHTS[right].words}`);
}

import { type Caller, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { Submission } from './submissions-store';

export const submissionLost = (id: string): DomainError =>
  new DomainError('submission-lost', `Nothing is staged as ${id}: stage it, from number 0 on.`);

/** What somebody staged is nobody else's to look at or to apply. @throws DomainError `forbidden` */
export function demandOwn({ id, who }: Pick<Submission, 'id' | 'who'>, caller: Caller): void {
  if (who !== nameOfCaller(caller))
    throw new DomainError(
      'forbidden',
      `What is staged as ${id} belongs to somebody else: choose another id.`,
    );
}

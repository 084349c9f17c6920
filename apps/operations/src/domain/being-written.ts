import { DomainError } from '@callboard/kernel';

/** An end that has to wait: results are being stored elsewhere under the operation, which takes a moment (ADR 18). */
export class BeingWritten extends DomainError {
  constructor(id: string) {
    super(
      'overloaded',
      `results are being stored under the operation ${id}: it can end in a moment, ask again`,
    );
  }
}

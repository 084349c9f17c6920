import { DomainError } from '@callboard/kernel';

/** Most entries of lists that one call looks at; about two seconds. */
const LIST_STEPS = 5_000_000;

/** What a sheet may cost: rows that change long lists again and again would keep the engine busy for ever. */
export class Allowance {
  private steps = LIST_STEPS;

  /** @param bytesToTell of what rows do; lists that grow row by row would be told again and again. */
  constructor(private bytesToTell: number) {}

  get tells(): boolean {
    return this.bytesToTell > 0;
  }

  told(bytes: number): void {
    this.bytesToTell -= bytes;
  }

  /** @throws DomainError `too-large` */
  lookAt(entries: number): void {
    this.steps -= entries;
    if (this.steps < 0)
      throw new DomainError(
        'too-large',
        'The changesheet changes long lists too often: put the values of a list into one row, or cut the sheet into several.',
      );
  }
}

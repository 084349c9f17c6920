import { DomainError } from '@callboard/kernel';

/** Something wrong with a sheet, and where: rows are counted as spreadsheets do, the header being row 1. */
export class SheetFault extends Error {
  constructor(
    readonly row: number,
    readonly column: string | null,
    message: string,
  ) {
    super(message);
    this.name = 'SheetFault';
  }
}

/** Most faults that are told of one sheet. */
const MOST_TOLD = 50;

/** Gathers the faults of a sheet, so that its author hears of all at once. */
export class SheetFaults {
  private readonly told: Told[] = [];
  private count = 0;

  /** Gives what `work` gives; undefined when it threw a {@link SheetFault}, which is noted. */
  noting<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof SheetFault)) throw thrown;
      this.count += 1;
      const { row, column, message } = thrown;
      if (this.told.length < MOST_TOLD) this.told.push({ row, column, message });
      return undefined;
    }
  }

  /** @throws DomainError `invalid-sheet` when there is any */
  throwIfAny(): void {
    if (this.count > 0) throw invalidSheet(this.told, this.count);
  }
}

type Told = Pick<SheetFault, 'row' | 'column' | 'message'>;

/** The refusal of a sheet, for the first of its faults; all that are told stand in the details. */
export function invalidSheet(told: readonly Told[], count = told.length): DomainError {
  const [{ row, column, message } = { row: 1, column: null, message: 'the sheet cannot be read' }] = told;
  const place = column === null ? `row ${row}` : `row ${row}, column ${column}`;
  const rest = count > 1 ? ` And ${count - 1} more.` : '';
  return new DomainError('invalid-sheet', `In ${place}: ${message}.${rest}`, { row, column, faults: told });
}

import type { SheetFormat } from '../domain/changesheet/sheet-format';

/** A staged changesheet that is to be applied. */
export interface SheetAsked {
  readonly sheetId: string;
  readonly format: SheetFormat;
  /** That holds its bytes. */
  readonly objectId: string;
  readonly operationId: string;
}

import type { StoredObject } from '@callboard/contracts';
import { JobFailure } from '@callboard/site-kit';
import { NO_SHEET_FORMAT, type SheetFormat, sheetFormatOf } from '@callboard/submission';

/** How the sheet that an object holds is written. @throws JobFailure `invalid-sheet` */
export function sheetFormatOfObject({ id, document }: StoredObject): SheetFormat {
  const [name, type] = [document.name, document.mime_type].map((each) =>
    typeof each === 'string' ? each : undefined,
  );
  const format = sheetFormatOf(name, type);
  if (format !== undefined) return format;
  throw new JobFailure('invalid-sheet', `The object ${id} is no changesheet: ${NO_SHEET_FORMAT}.`, {
    retriable: false,
  });
}

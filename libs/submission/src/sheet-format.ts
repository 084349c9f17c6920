const FORMATS = { csv: 'text/csv', tsv: 'text/tab-separated-values' } as const;
export type SheetFormat = keyof typeof FORMATS;

/**
 * How the cells of a changesheet are told apart: by the end of its name, else by its content type (contract 7.1).
 * Undefined for what is neither.
 */
export function sheetFormatOf(
  name: string | undefined,
  contentType: string | undefined,
): SheetFormat | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  const formats = Object.keys(FORMATS) as SheetFormat[];
  return (
    formats.find((format) => name?.toLowerCase().endsWith(`.${format}`)) ??
    formats.find((format) => FORMATS[format] === type)
  );
}

/** What is said of a file that is no changesheet by its name and type. */
export const NO_SHEET_FORMAT =
  'a changesheet is text/csv or text/tab-separated-values, or its name ends in .csv or .tsv';
export const mimeTypeOfSheet = (format: SheetFormat): string => FORMATS[format];

/** How the cells of a sheet are told apart. */
export type SheetFormat = 'csv' | 'tsv';

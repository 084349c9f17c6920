import type { Members } from '../operators';
import { quoted, refusal } from '../refusal';
import { fieldPath, fieldsOf } from './field-names';
import type { SortKey } from './pipeline';

/** Reads what documents are put in order by: 1 for ascending, -1 for descending. */
export function readSort(sent: Members): SortKey[] {
  return fieldsOf('$sort', sent).map(([name, way]) => {
    if (way !== 1 && way !== -1) throw refusal(`$sort takes 1 or -1 for each field, not ${quoted(way)}`);
    return { path: fieldPath('$sort', name), way: way === 1 ? 'asc' : 'desc' };
  });
}

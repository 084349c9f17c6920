import { DomainError } from '@callboard/kernel';
import { PATH_STEPS } from './limits';
import { quoted } from './refusal';

/** By what a find is ordered. */
export interface FindSortKey {
  /** A dotted name, such as `depth.has_numeric_value`. */
  readonly attribute: string;
  readonly descending: boolean;
}

const SORT_KEYS = 5;

/**
 * Reads the `sort` of a find (contract 2.8): `attr` or `attr:desc`, between commas.
 *
 * @throws DomainError `bad-request`
 */
export function findSort(text: string | undefined): FindSortKey[] {
  const keys = (text ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(keyOf);
  if (keys.length > SORT_KEYS) throw refused(`at most ${SORT_KEYS} attributes order a list`);
  return keys;
}

function keyOf(part: string): FindSortKey {
  const [attribute = '', direction = 'asc', ...rest] = part.split(':').map((each) => each.trim());
  if (attribute === '' || rest.length > 0 || !['asc', 'desc'].includes(direction))
    throw refused(`${quoted(part)} should be an attribute, or attr:desc`);
  if (attribute.split('.').length > PATH_STEPS)
    throw refused(`an attribute has at most ${PATH_STEPS} steps: ${quoted(attribute)}`);
  if (attribute.includes('\0')) throw refused('an attribute holds no NUL');
  return { attribute, descending: direction === 'desc' };
}

const refused = (words: string): DomainError => new DomainError('bad-request', `bad sort: ${words}`);

import type { Filter, Json } from './filter';
import { FILTER_CONDITIONS, PATH_STEPS } from './limits';
import { isMembers, SUPPORTED } from './operators';
import { quoted, refusal } from './refusal';
import { readFilterText } from './read-json';
import { TestReader } from './test-reader';

const LOGIC = new Map<string, 'and' | 'or' | 'nor'>([
  ['$and', 'and'],
  ['$or', 'or'],
  ['$nor', 'nor'],
]);

/**
 * Parses the text of the query parameter `filter` (contract 3.6).
 *
 * @throws DomainError `invalid-input` in words: no JSON object, an operator that is not known, a limit that is passed
 */
export function parseFilter(text: string | undefined): Filter {
  return new FilterParser().filter(readFilterText(text));
}

/** Of one filter: counts its conditions. */
class FilterParser {
  private conditions = 0;
  private readonly tests = new TestReader(
    (value) => this.filter(value),
    () => this.count(),
  );

  filter(document: { readonly [key: string]: Json }): Filter {
    const filters = Object.entries(document).map(([key, value]) => this.member(key, value));
    const [only] = filters;
    return only !== undefined && filters.length === 1 ? only : { is: 'and', filters };
  }

  private member(key: string, value: Json): Filter {
    this.count();
    const logic = LOGIC.get(key);
    if (logic !== undefined) return { is: logic, filters: this.branches(key, value) };
    if (key.startsWith('$')) throw refusal(`the operator ${quoted(key)} is not known here: ${SUPPORTED}`);
    const path = key.split('.');
    if (path.length > PATH_STEPS) throw refusal(`a path has at most ${PATH_STEPS} steps: ${quoted(key)}`);
    return { is: 'field', path, test: this.tests.read(value) };
  }

  private branches(key: string, value: Json): Filter[] {
    if (!Array.isArray(value) || value.length === 0)
      throw refusal(`${key} takes a list of filters, such as {"${key}": [{"id": "..."}]}`);
    return value.map((branch: Json) => {
      if (isMembers(branch)) return this.filter(branch);
      throw refusal(`${key} takes a list of filters; ${quoted(branch)} is none`);
    });
  }

  private count(): void {
    this.conditions += 1;
    if (this.conditions > FILTER_CONDITIONS)
      throw refusal(`a filter has at most ${FILTER_CONDITIONS} conditions; use $in for many values`);
  }
}

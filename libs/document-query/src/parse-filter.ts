import type { Expression } from './expression/expression';
import type { Filter, Json } from './filter';
import { FILTER_CONDITIONS, PATH_STEPS } from './limits';
import { isMembers, type Members, SUPPORTED } from './operators';
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

/**
 * Parses a filter of a query, which may hold `$expr`; `expression` reads what is computed there.
 *
 * @throws DomainError `invalid-input`, as {@link parseFilter}
 */
export function parseFilterOf(document: Members, expression: (sent: Json) => Expression): Filter {
  return new FilterParser(expression).filter(document);
}

/** Of one filter: counts its conditions. */
class FilterParser {
  private conditions = 0;
  /** How many `$elemMatch` are being read: an expression is of the whole document, and not of an element. */
  private elements = 0;
  private readonly tests = new TestReader(
    (value) => this.ofElement(value),
    () => this.count(),
  );

  constructor(private readonly expression?: (sent: Json) => Expression) {}

  filter(document: { readonly [key: string]: Json }): Filter {
    const filters = Object.entries(document).map(([key, value]) => this.member(key, value));
    const [only] = filters;
    return only !== undefined && filters.length === 1 ? only : { is: 'and', filters };
  }

  private member(key: string, value: Json): Filter {
    this.count();
    const logic = LOGIC.get(key);
    if (logic !== undefined) return { is: logic, filters: this.branches(key, value) };
    if (key === '$expr' && this.expression && this.elements === 0)
      return { is: 'expression', expression: this.expression(value) };
    if (key.startsWith('$'))
      throw refusal(`the operator ${quoted(key)} is not known here: ${this.supported}`);
    const path = key.split('.');
    if (path.length > PATH_STEPS) throw refusal(`a path has at most ${PATH_STEPS} steps: ${quoted(key)}`);
    return { is: 'field', path, test: this.tests.read(value) };
  }

  private ofElement(document: Members): Filter {
    this.elements += 1;
    const filter = this.filter(document);
    this.elements -= 1;
    return filter;
  }

  private get supported(): string {
    return this.expression ? `${SUPPORTED}, and $expr beside fields` : SUPPORTED;
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

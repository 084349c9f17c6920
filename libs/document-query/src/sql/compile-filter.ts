import type { QuerySource } from '../fields';
import type { Filter } from '../filter';
import { parseFilter } from '../parse-filter';
import { FilterCompiler } from './filter-compiler';
import { Parameters } from './parameters';
import { Names } from './walk';

/** A condition of a statement, and the values of its parameters. */
export interface CompiledFilter {
  /** Never null. `true` when everything matches. */
  readonly sql: string;
  readonly values: readonly unknown[];
  /** How long the statement may take, in ms; undefined for everything, which takes no longer than a page. */
  readonly limitMs?: number;
}

/**
 * Compiles a filter (contract 3.6) to SQL over the fields of a list. `before`: how many parameters the statement has
 * already. Run it unnamed, as a plan that knows the values, so that partial indexes are found.
 *
 * @throws DomainError `invalid-input` for a filter that is not taken
 */
export function compileFilter(text: string | undefined, source: QuerySource, before: number): CompiledFilter {
  return compileParsed(parseFilter(text), source, before);
}

/** {@link compileFilter} of a filter that was parsed. */
export function compileParsed(filter: Filter, source: QuerySource, before: number): CompiledFilter {
  const parameters = new Parameters(before);
  const compiler = new FilterCompiler(source, parameters, new Names());
  const sql = compiler.filter(filter);
  return { sql, values: parameters.values, ...(sql === 'true' ? {} : { limitMs: compiler.limitMs }) };
}

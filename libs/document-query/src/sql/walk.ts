import type { Parameters } from './parameters';

/** Digits alone, so that they can stand in the text of a statement. */
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** Whether a step of a path names an element when it meets an array. */
export const isIndex = (step: string | undefined): boolean => INDEX.test(step ?? '');

/** Names the rows of subqueries, each once in a statement. */
export class Names {
  private count = 0;

  next(): string {
    this.count += 1;
    return `v${this.count}`;
  }
}

/**
 * SQL: a `from` item with the values at a path below `value` (jsonb), one row each, under the column `x` of an alias.
 * Arrays on the way stand for their elements, one level deep; a whole number also names an element (contract 3.6).
 * The last value is given as it is, be it an array.
 */
export function valuesAt(
  value: string,
  path: readonly string[],
  parameters: Parameters,
  names: Names,
): { from: string; value: string } {
  const items: string[] = [];
  let at = value;
  for (const run of runs(path)) {
    const name = names.next();
    items.push(`lateral (${isIndex(run[0]) ? byIndex(at, run) : byKeys(at, run, parameters)}) ${name}(x)`);
    at = `${name}.x`;
  }
  if (items.length === 0) {
    const name = names.next();
    return { from: `lateral (select ${value} where ${value} is not null) ${name}(x)`, value: `${name}.x` };
  }
  return { from: items.join(', '), value: at };
}

/** The steps of a path: keys that can be walked at once, and numbers one by one. */
function runs(path: readonly string[]): string[][] {
  const found: string[][] = [];
  for (const step of path) {
    const last = found.at(-1);
    const joins = last !== undefined && !isIndex(step) && !isIndex(last[0]);
    if (joins) last.push(step);
    else found.push([step]);
  }
  return found;
}

/** Lax mode unwraps an array on the way, one level deep, which is what the filter language wants. */
function byKeys(value: string, keys: readonly string[], parameters: Parameters): string {
  return `select jsonb_path_query(${value}, ${jsonPath(keys, parameters)})`;
}

/** A whole number names an element of an array, and a key of anything else. */
function byIndex(value: string, [step = '']: readonly string[]): string {
  const member = `(case jsonb_typeof(${value}) when 'array' then ${value} -> ${step} else ${value} -> '${step}' end)`;
  return `select ${member} where ${member} is not null`;
}

function jsonPath(keys: readonly string[], parameters: Parameters): string {
  return parameters.add(`lax $${keys.map((key) => `.${JSON.stringify(key)}`).join('')}`, 'jsonpath');
}

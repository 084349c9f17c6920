import type { Json, Operand } from '../filter';
import type { Parameters } from './parameters';

/** What can be asked of one value as it stands; the rest is made of these (see filter-compiler). */
export type ValueTest =
  | { readonly is: 'equal'; readonly to: Operand }
  | { readonly is: 'in'; readonly list: readonly Operand[] }
  | { readonly is: 'ordered'; readonly by: string; readonly to: number | string | boolean | Date }
  | { readonly is: 'of-size'; readonly size: number }
  | { readonly is: 'like'; readonly pattern: string };

/** SQL: the elements of an array; of anything else none. */
export const elementsOf = (value: string): string =>
  `jsonb_array_elements(case jsonb_typeof(${value}) when 'array' then ${value} else '[]' end)`;

/** SQL: whether a jsonb value that is not null passes the test, itself or one of its elements. */
export function jsonTest(value: string, test: ValueTest, parameters: Parameters, element: string): string {
  const some = (condition: (at: string) => string): string =>
    `(${condition(value)} or exists (select from ${elementsOf(value)} ${element} where ${condition(element)}))`;
  switch (test.is) {
    case 'equal':
      return equal(value, jsonOf(test.to), parameters, some);
    case 'in': {
      const list = parameters.add(
        test.list.map((one) => JSON.stringify(jsonOf(one))),
        'text[]',
      );
      return some((at) => `${at} = any (${list}::jsonb[])`);
    }
    case 'ordered':
      return some(ordered(test.by, jsonOf(test.to) as number | string | boolean, parameters));
    case 'of-size':
      return `case jsonb_typeof(${value}) when 'array' then jsonb_array_length(${value}) = ${test.size} else false end`;
    case 'like': {
      const pattern = parameters.add(test.pattern, 'text');
      return some((at) => `(jsonb_typeof(${at}) = 'string' and (${at} #>> '{}') ~ ${pattern})`);
    }
  }
}

/** Containment also says whether an array holds a plain value. */
function equal(
  value: string,
  to: Json,
  parameters: Parameters,
  some: (condition: (at: string) => string) => string,
): string {
  const bound = parameters.add(JSON.stringify(to), 'jsonb');
  if (typeof to !== 'object' || to === null) return `${value} @> ${bound}`;
  return some((at) => `${at} = ${bound}`);
}

/** Only values of one type are compared: a case decides before anything is cast. */
function ordered(by: string, to: number | string | boolean, parameters: Parameters): (at: string) => string {
  if (typeof to === 'string') {
    const bound = parameters.add(to, 'text');
    return (at) => `(jsonb_typeof(${at}) = 'string' and (${at} #>> '{}') collate "C" ${by} ${bound})`;
  }
  const type = typeof to;
  const sqlType = type === 'number' ? 'numeric' : 'boolean';
  const bound = parameters.add(String(to), sqlType);
  return (at) =>
    `(case jsonb_typeof(${at}) when '${type}' then (${at})::${sqlType} ${by} ${bound} else false end)`;
}

/** Dates were refused before: JSON has none. */
const jsonOf = (operand: Operand): Json => (operand instanceof Date ? operand.toISOString() : operand);

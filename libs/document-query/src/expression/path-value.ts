import type { Parameters } from '../sql/parameters';
import type { Names } from '../sql/walk';

/**
 * SQL: the value at a path as an expression sees it. Where the path meets an array, it is followed into each object of
 * it, and the value is the array of what was found there.
 */
export function pathValue(
  document: string,
  steps: readonly string[],
  parameters: Parameters,
  names: Names,
): string {
  const [step, ...rest] = steps;
  if (step === undefined) return document;
  const member = `(${document} -> ${parameters.add(step, 'text')})`;
  if (rest.length === 0) return member;
  const [at, found, inner] = [names.next(), names.next(), names.next()];
  const deeper = pathValue(`${inner}.v`, rest, parameters, names);
  // A value that is no array is followed as an array of itself, so that the way on is written once.
  return `(select case jsonb_typeof(${at}.v) when 'array' then coalesce(${found}.v, '[]') else ${found}.v -> 0 end
    from (select ${member} as v) ${at}
    cross join lateral (
      select jsonb_agg(${inner}.e order by ${inner}.n) filter (where ${inner}.e is not null) as v
        from (select ${deeper} as e, ${inner}.n
                from jsonb_array_elements(case jsonb_typeof(${at}.v) when 'array' then ${at}.v
                                          else jsonb_build_array(${at}.v) end) with ordinality ${inner} (v, n)
               where jsonb_typeof(${inner}.v) = 'object') ${inner}) ${found})`;
}

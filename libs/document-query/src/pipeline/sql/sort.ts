import { orderOf, ordered } from '../../sql/order';
import { valuesAt } from '../../sql/walk';
import type { SortKey, Stage } from '../pipeline';
import type { Writing } from './writing';

/** SQL for `$sort`. Documents that are alike stay in the order in which they were. */
export function sortSql({ keys }: Stage & { is: 'sort' }, before: string, writing: Writing): string {
  const values = keys.map((key, at) => `cross join lateral (${sortedBy(key, writing)}) k${at} (v)`);
  const order = keys.flatMap(({ way }, at) => orderOf(`k${at}.v`).map((column) => `${column} ${way}`));
  return `select row_number() over (order by ${[...order, 's.n'].join(', ')}) as n, s.doc
  from ${before} s ${values.join('\n ')}`;
}

/**
 * One row: of several values the least when ascending, the greatest when descending. A missing value counts as null, and
 * an empty array is below it.
 */
function sortedBy({ path, way }: SortKey, { parameters, names }: Writing): string {
  const found = valuesAt('s.doc', path, parameters, names);
  const again = valuesAt('s.doc', path, parameters, names);
  const [member, all] = [names.next(), names.next()];
  return `select (select ${all}.v from (
      select ${member}.v from ${found.from} left join lateral jsonb_array_elements(
        case jsonb_typeof(${found.value}) when 'array' then ${found.value} else jsonb_build_array(${found.value}) end) ${member} (v) on true
      union all select 'null'::jsonb where not exists (select from ${again.from})) ${all}
     order by ${ordered(`${all}.v`, way)} limit 1)`;
}

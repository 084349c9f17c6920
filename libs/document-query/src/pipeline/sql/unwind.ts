import type { Stage } from '../pipeline';
import type { Writing } from './writing';

/** SQL for `$unwind`: a document for each member of an array, which stands in its place. */
export function unwindSql(
  { path, keepsEmpty }: Stage & { is: 'unwind' },
  before: string,
  writing: Writing,
): string {
  const { parameters } = writing;
  const whole = path.reduce((at, step) => `(${at} -> ${parameters.add(step, 'text')})`, 's.doc');
  const way = parameters.add(path, 'text[]');
  // `offset 0` keeps PostgreSQL from carrying the array along with each of its members, or taking it out for each.
  return `select row_number() over (order by u.n, u.place) as n, u.doc from (
    select s.n, m.place,
           case when m.v is not null then jsonb_set(w.rest, ${way}, m.v)
                when jsonb_typeof(w.v) = 'array' then w.rest else s.doc end as doc
      from ${before} s
     cross join lateral (select ${whole} as v, s.doc #- ${way} as rest offset 0) w
     ${keepsEmpty ? 'left' : 'inner'} join lateral jsonb_array_elements(
             case when w.v is null or w.v = 'null' then '[]' when jsonb_typeof(w.v) = 'array' then w.v else jsonb_build_array(w.v) end)
           with ordinality m (v, place) on true
    offset 0) u`;
}

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
  return `select row_number() over (order by s.n, m.place) as n,
       case when m.v is not null then jsonb_set(s.doc, ${way}, m.v, false)
            when jsonb_typeof(w.v) = 'array' then s.doc #- ${way} else s.doc end as doc
  from ${before} s
 cross join lateral (select ${whole} as v) w
 ${keepsEmpty ? 'left' : 'inner'} join lateral jsonb_array_elements(
         case when w.v is null or w.v = 'null' then '[]' when jsonb_typeof(w.v) = 'array' then w.v else jsonb_build_array(w.v) end)
       with ordinality m (v, place) on true`;
}

import type { ProjectedField, Stage } from '../pipeline';
import type { Writing } from './writing';

/** SQL for `$project`. `_id`, which `$group` makes, stays unless it is left out by name. */
export function projectSql({ fields }: Stage & { is: 'project' }, before: string, writing: Writing): string {
  const names = (is: ProjectedField['is']): string[] =>
    fields.filter((field) => field.is === is).map(({ name }) => name);
  const leftOut = names('left-out');
  if (leftOut.length === fields.length)
    return `select s.n, s.doc - ${writing.parameters.add(leftOut, 'text[]')} as doc from ${before} s`;
  const kept = [...names('kept'), '_id'].filter((name) => !leftOut.includes(name));
  const computed = fields.flatMap((field) =>
    field.is === 'computed' ? [[field.name, field.of] as const] : [],
  );
  return `select s.n, (select coalesce(jsonb_object_agg(m.key, m.value), '{}') from jsonb_each(s.doc) m
                where m.key = any (${writing.parameters.add(kept, 'text[]')}))
         || ${writing.expressions.value({ is: 'object', members: computed }, 's.doc')} as doc
    from ${before} s`;
}

import { ordered } from '../../sql/order';
import type { Accumulator, Stage } from '../pipeline';
import type { Writing } from './writing';

/** SQL for `$group`: a document for each value of `_id`, in the order in which they come first. */
export function groupSql({ id, fields }: Stage & { is: 'group' }, before: string, writing: Writing): string {
  const { expressions, parameters } = writing;
  const values = fields.map(({ of }, at) => `, ${expressions.value(of, 's.doc')} as a${at}`);
  const results = fields.map(({ by }, at) => `, ${accumulated(by, `v.a${at}`)} as a${at}`);
  const members = fields.map(({ name }, at) => `, ${parameters.add(name, 'text')}, g.a${at}`);
  return `select row_number() over (order by g.n) as n, jsonb_build_object('_id', g.id${members.join('')}) as doc
  from (select v.id, min(v.n) as n${results.join('')}
          from (select s.n, coalesce(${expressions.value(id, 's.doc')}, 'null') as id${values.join('')} from ${before} s) v
         group by v.id) g`;
}

const numbers = (value: string): string =>
  `case jsonb_typeof(${value}) when 'number' then (${value})::numeric end`;

/** SQL: what becomes of the values of a group; what there is none of is null. */
function accumulated(by: Accumulator, value: string): string {
  const some = `filter (where ${value} is not null and ${value} <> 'null')`;
  switch (by) {
    case '$sum':
      return `to_jsonb(coalesce(sum(${numbers(value)}), 0))`;
    case '$avg':
      return `coalesce(to_jsonb(avg(${numbers(value)})::float8), 'null')`;
    case '$min':
    case '$max':
      return `coalesce((array_agg(${value} order by ${ordered(value, by === '$min' ? 'asc' : 'desc')}) ${some})[1], 'null')`;
    case '$first':
    case '$last':
      return `coalesce((array_agg(${value} order by v.n ${by === '$first' ? 'asc' : 'desc'}))[1], 'null')`;
    case '$push':
      return `coalesce(jsonb_agg(${value} order by v.n) filter (where ${value} is not null), '[]')`;
    case '$addToSet':
      return `coalesce(jsonb_agg(distinct ${value}) filter (where ${value} is not null), '[]')`;
    case '$count':
      return 'to_jsonb(count(*))';
  }
}

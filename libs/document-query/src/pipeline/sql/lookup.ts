import type { Parameters } from '../../sql/parameters';
import { type Names, valuesAt } from '../../sql/walk';
import type { Stage } from '../pipeline';
import type { NamedRows } from './rows';
import type { Writing } from './writing';

type Lookup = Stage & { is: 'lookup' };

/** SQL: the values by which a document looks for others, one row each: members of an array, null where there is none. */
export function lookedFor(path: readonly string[], parameters: Parameters, names: Names): string {
  const [found, again] = [
    valuesAt('s.doc', path, parameters, names),
    valuesAt('s.doc', path, parameters, names),
  ];
  const one = names.next();
  return `select ${one}.v from ${found.from}, jsonb_array_elements(
      case jsonb_typeof(${found.value}) when 'array' then ${found.value} else jsonb_build_array(${found.value}) end) ${one} (v)
    union all select 'null'::jsonb where not exists (select from ${again.from})`;
}

/** Common table expressions for `$lookup`; the last one is the stage. `before`: that of the stage before. */
export function lookupCtes(
  stage: Lookup,
  before: string,
  name: string,
  rows: NamedRows,
  writing: Writing,
): string[] {
  const as = writing.parameters.add(stage.as, 'text');
  return [
    `${name}_keys as materialized (
      select distinct s.n, k.v from ${before} s
       cross join lateral (${lookedFor(stage.local, writing.parameters, writing.names)}) k (v))`,
    `${name}_pairs as (${pairs(stage, `${name}_keys`, rows, writing)})`,
    `${name} as (
      select s.n, s.doc || jsonb_build_object(${as}, coalesce(j.list, '[]')) as doc
        from ${before} s
        left join (select p.n, jsonb_agg(${rows.document} order by p.key) as list
                     from ${name}_pairs p join ${rows.from} on ${rows.key} = p.key
                    where ${rows.where} group by p.n) j on j.n = s.n)`,
  ];
}

/** Both sides are made lists of values first, so that they can be joined by hashing. */
function pairs({ foreign }: Lookup, keys: string, rows: NamedRows, writing: Writing): string {
  const none = writing.filter(
    { is: 'field', path: foreign, test: { is: 'equal', to: null } },
    { ...rows.query, fields: {} },
  );
  if (isKey(foreign, rows))
    return `select l.n, ${rows.key} as key from ${keys} l join ${rows.from} on ${rows.key} = l.v #>> '{}'
             where jsonb_typeof(l.v) = 'string' and ${rows.where} and ${rows.document} -> 'id' = l.v
            union select l.n, ${rows.key} from ${keys} l, ${rows.from} where l.v = 'null' and ${rows.where} and ${none}`;
  const { from, value } = valuesAt(rows.document, foreign, writing.parameters, writing.names);
  const [inner, outer] = [writing.names.next(), writing.names.next()];
  return `select distinct l.n, ${outer}.key from ${keys} l join (
      select ${rows.key} as key, ${inner}.v from ${rows.from} cross join lateral (
        select ${value} from ${from}
        union all select e.v from ${from}, jsonb_array_elements(
          case jsonb_typeof(${value}) when 'array' then ${value} else '[]' end) e (v)
        union all select 'null'::jsonb where ${none}) ${inner} (v)
       where ${rows.where}) ${outer} on ${outer}.v = l.v`;
}

/** Documents that are kept are found by their id without looking at any other. */
const isKey = (path: readonly string[], { query }: NamedRows): boolean =>
  path.length === 1 && path[0] === 'id' && query.fields.id !== undefined;

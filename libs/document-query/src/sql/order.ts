/**
 * SQL: what values are put in order by, each column ascending: types one after the other as in the reference's database
 * (missing, null, numbers, texts, objects, arrays, truth values), then values of one type. None of the columns is null.
 */
export function orderOf(value: string): readonly string[] {
  return [
    `(case jsonb_typeof(${value}) when 'null' then 1 when 'number' then 2 when 'string' then 3
      when 'object' then 4 when 'array' then 5 when 'boolean' then 6 else 0 end)`,
    `(case jsonb_typeof(${value}) when 'number' then (${value})::numeric else 0 end)`,
    `(case jsonb_typeof(${value}) when 'string' then ${value} #>> '{}' else '' end) collate "C"`,
    `(case when jsonb_typeof(${value}) in ('object', 'array', 'boolean') then ${value} else 'null' end)`,
  ];
}

/** SQL: the columns of {@link orderOf}, one way or the other. */
export const ordered = (value: string, way: 'asc' | 'desc'): string =>
  orderOf(value)
    .map((column) => `${column} ${way}`)
    .join(', ');

/** What is particular to one kind of things that are brought in from elsewhere. */
export interface ImportParts {
  /** Columns of the things, as in `id text, name text`; the first is their key. */
  readonly given: string;
  readonly table: string;
  /** Inserts rows of `first` that are not there yet, returning their key as `key`. */
  readonly insert: string;
  /** SQL that is true where the row `h`, which is here, says what the thing `g` does. */
  readonly same: string;
  /** Further common table expressions, which may read `first` and `taken`. */
  readonly along?: readonly string[];
}

/** What became of one thing, in the order given. */
export interface ImportedRecord {
  place: number;
  taken: boolean;
  same: boolean;
}

/**
 * SQL that takes in what is not here and compares the rest. $1 is the things as JSON, each with its `place`. Of several
 * with one key the first counts. What is here is never changed; what was neither taken nor is here was taken away, and
 * differs.
 */
export function importStatement({ given, table, insert, same, along = [] }: ImportParts): string {
  const key = given.slice(0, given.indexOf(' '));
  const parts = [
    `given as (select * from json_to_recordset($1::json) as g(${given}, place int))`,
    `first as (select distinct on (${key}) * from given order by ${key}, place)`,
    `taken as (${insert})`,
    ...along,
  ];
  return `
with ${parts.join(',\n')}
select g.place, t.key is not null and f.place = g.place as taken,
       case when h.${key} is null then t.key is not null and to_jsonb(f) - 'place' = to_jsonb(g) - 'place' else ${same} end as same
  from given g
  join first f on f.${key} = g.${key}
  left join taken t on t.key = g.${key}
  left join ${table} h on h.${key} = g.${key}
 order by g.place`;
}

/** What {@link importStatement} takes as $1. */
export const placed = (things: readonly object[]): string =>
  JSON.stringify(things.map((thing, place) => ({ ...thing, place })));

/** What is to be told of each, in the order given. */
export const importOutcomes = (
  records: readonly ImportedRecord[],
): { outcome: 'taken' | 'here' | 'differs' }[] =>
  records.map(({ taken, same }) => ({ outcome: taken ? 'taken' : same ? 'here' : 'differs' }));

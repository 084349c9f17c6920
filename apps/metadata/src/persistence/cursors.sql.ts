export interface CursorRecord {
  id: string;
  who: string;
  batch_size: number;
  query: Record<string, unknown>;
}

/** Most queries of one caller that go on at once, and most of them whose results are kept. */
const MOST = { cursors: 100, results: 5 };
const LIFE = `interval '1 hour'`;

/** $1 cursor, $2 who, $3 batch size, $4 query. */
export const OPEN_CURSOR = `
insert into query_cursors (id, who, batch_size, query) values ($1, $2, $3, $4::jsonb)`;

/** $1 who. The oldest beyond what one caller may have at once make room. */
export const MAKE_ROOM = `
with old as (
  select id from (
    select id, row_number() over (order by touched_at desc, id) as n,
           row_number() over (partition by query ->> 'is' order by touched_at desc, id) as of_kind, query ->> 'is' as kind
      from query_cursors where who = $1) c
   where n > ${MOST.cursors} or (kind = 'result' and of_kind > ${MOST.results})
), results as (
  delete from query_results where cursor in (select id from old)
)
delete from query_cursors where id in (select id from old)`;

/** $1 cursor, $2 who. */
export const TOUCH_CURSOR = `
update query_cursors set touched_at = now()
 where id = $1 and who = $2 and touched_at > now() - ${LIFE}
returning id, who, batch_size, query`;

/** $1 most cursors. */
export const STALE_CURSORS = `
select id from query_cursors where touched_at < now() - ${LIFE} order by touched_at limit $1`;

/** $1 cursors. */
export const REMOVE_CURSORS = `
with results as (delete from query_results where cursor = any ($1)) delete from query_cursors where id = any ($1)`;

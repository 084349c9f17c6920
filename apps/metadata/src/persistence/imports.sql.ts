/**
 * $1 documents as JSON, each with its place and id; $2 collection, $3 who. One that was removed here before goes on with
 * its history. Of several with one key the first counts.
 */
export const IMPORT_DOCUMENTS = `
with given as (
  select g.place, coalesce(g.id, $2 || ':' || md5(g.document::text)) as key, g.document
    from json_to_recordset($1::json) as g(place int, id text, document jsonb)
), first as (
  select distinct on (g.key) g.*,
         (select coalesce(max(h.version), 0) + 1 from document_history h where h.key = g.key) as version
    from given g order by g.key, g.place
), taken as (
  insert into documents (key, collection, version, document)
  select key, $2, version, document from first order by key
  on conflict (key) do nothing returning key, version
), noted as (
  insert into document_history (key, version, who) select key, version, $3 from taken
)
select g.place, t.key is not null and f.place = g.place as taken,
       case when d.key is null then t.key is not null and f.document = g.document
            else d.collection = $2 and d.document = g.document end as same
  from given g
  join first f on f.key = g.key
  left join taken t on t.key = g.key
  left join documents d on d.key = g.key
 order by g.place`;

/** $1 references as JSON. Those whose target is not where the slot allows it to be (contract 6.2, pass 4). */
export const DANGLING = `
select r.place from json_to_recordset($1::json) as r(place int, target text, collections text[])
 where not exists (select from documents d where d.key = r.target and d.collection = any (r.collections))
 order by r.place`;

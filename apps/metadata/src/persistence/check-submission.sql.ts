/** What each of these gives: a finding, by the collection that it is told under. $1 is the submission, $2 the most findings. */
export interface FindingRecord {
  collection: string;
  finding: string;
}

export const COLLECTIONS =
  'select collection from staged_collections where submission = $1 order by collection';

/** Pass 1: what the schema says of each document (contract 6.2, 1a to 1d), found when it was staged. */
export const BY_SCHEMA = `
select collection, finding from staged_findings where submission = $1 order by collection, place, n limit $2`;

export const BY_SCHEMA_COUNT = 'select findings as count from submissions where id = $1';

/** Pass 1e: an id stands once in a submission, and in one collection of all. */
export const TWICE = `
select * from (
  select collection, format('duplicate key: the id %L stands at /%s/%s and again at /%s/%s', id, collection, min(place),
         collection, max(place)) as finding
    from staged_documents where submission = $1 and id is not null group by collection, id having count(*) > 1
  union all
  select s.collection, format('duplicate key: the id %L of /%s/%s is one of %s', s.id, s.collection, s.place, o.collection)
    from staged_documents s join staged_documents o on o.submission = $1 and o.id = s.id and o.collection <> s.collection
   where s.submission = $1
  union all
  select s.collection, format('duplicate key: the id %L of /%s/%s is one of %s', s.id, s.collection, s.place, d.collection)
    from staged_documents s join documents d on d.key = s.id and d.collection <> s.collection
   where s.submission = $1
) twice order by collection, finding limit $2`;

export const NAMED = `
named as (
  select s.place, s.id, s.document ->> 'name' as name, studies.study
    from staged_documents s
   cross join lateral jsonb_array_elements_text(
           case jsonb_typeof(s.document -> 'associated_studies')
                when 'array' then s.document -> 'associated_studies' else '[]' end) as studies (study)
   where s.submission = $1 and s.collection = 'biosample_set' and s.document ->> 'name' is not null
)`;

/** Pass 3: a study has one biosample of a name; what this submission replaces does not count as it was. */
export const SAME_NAMES = `
with ${NAMED}
select 'biosample_set' as collection, finding from (
  select format('the biosamples %s have the same name %L in the study %s', string_agg(id, ', ' order by id), name, study) as finding
    from (select distinct id, name, study from named) distinct_ones group by name, study having count(*) > 1
  union all
  select format('the biosample %s has the name %L in the study %s, as %s has', n.id, n.name, n.study, d.key)
    from named n
    join documents d on d.collection = 'biosample_set' and d.document ->> 'name' = n.name
   where d.document -> 'associated_studies' ? n.study and d.key <> n.id
     and not exists (select from staged_documents s where s.submission = $1 and s.id = d.key)
) same order by finding limit $2`;

/** Pass 4: what is named is here, in the submission or among the documents, and where the slot allows it to be. */
export const BROKEN_REFERENCES = `
select r.collection,
       format('%s in /%s/%s names %L in %s, and there is no such document in %s', coalesce(s.id, 'the document'),
              r.collection, r.place, r.target, r.slot,
              case when r.collections = '{}' then 'any collection of the schema' else array_to_string(r.collections, ' or ') end) as finding
  from staged_references r
  join staged_documents s on s.submission = $1 and s.collection = r.collection and s.place = r.place
 where r.submission = $1
   and not exists (select from staged_documents t
                    where t.submission = $1 and t.id = r.target and t.collection = any (r.collections))
   and not exists (select from documents d where d.key = r.target and d.collection = any (r.collections))
 order by r.collection, r.place, r.n limit $2`;

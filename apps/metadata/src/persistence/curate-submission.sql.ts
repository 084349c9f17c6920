import { NAMED } from './check-submission.sql';

/** Most characters of a reason. */
const REASON_CHARACTERS = 500;

/** What a pass gives: the first documents of each collection that it dropped, and how many it dropped there in all. */
export interface DroppedRecord {
  collection: string;
  place: number;
  id: string | null;
  reason: string;
  dropped: number;
}

/**
 * $1 submission, $2 most reasons of a collection. `bad` selects collection, place and reason of what is to go.
 *
 * Nothing is known yet of how much is staged, so what is to be looked up row by row says so (`offset 0`).
 */
const dropping = (bad: string): string => `
with bad as materialized (${bad}),
found as materialized (
  select b.collection, b.place, b.reason, s.id, s.tid
    from bad b
   cross join lateral (select s.id, s.ctid as tid from staged_documents s
                        where s.submission = $1 and s.collection = b.collection and s.place = b.place offset 0) s
),
gone as (delete from staged_documents where ctid = any (array(select tid from found))),
told as (
  select collection, place, id, left(reason, ${REASON_CHARACTERS}) as reason,
         row_number() over (partition by collection order by place) as n,
         count(*) over (partition by collection)::int as dropped
    from found
)
select collection, place, id, reason, dropped from told where n <= $2 order by collection, place`;

/** $1 submission. What became of it, nobody else curating it meanwhile. */
export const LOCK_SUBMISSION = 'select curation from submissions where id = $1 for update';

/** $1 submission, $2 most. What the schema says of collections as a whole stands before their documents. */
export const WHOLE_COLLECTIONS = `
select distinct collection, left(finding, ${REASON_CHARACTERS}) as reason
  from staged_findings where submission = $1 and place < 0 order by collection limit $2`;

/** Documents that the schema refuses, each with the first thing that is wrong with it. */
export const DROP_REFUSED = dropping(`
select distinct on (collection, place) collection, place, finding as reason
  from staged_findings where submission = $1 and place >= 0 order by collection, place, n`);

/** Documents whose id is one of another collection. */
const ELSEWHERE = dropping(`
select s.collection, s.place, format('the id %L is one of %s', s.id, d.collection) as reason
  from staged_documents s join documents d on d.key = s.id and d.collection <> s.collection
 where s.submission = $1`);

/** Documents whose id stood there before, or which say the same as one before and have no id. */
const TWICE = dropping(`
select collection, place, reason from (
  select collection, place, row_number() over same as n,
         format('the id %L stands at /%s/%s already', id, first_value(collection) over same, first_value(place) over same) as reason
    from staged_documents where submission = $1 and id is not null
  window same as (partition by id order by collection, place)
  union all
  select collection, place, row_number() over same, format('it says the same as /%s/%s', collection, first_value(place) over same)
    from staged_documents where submission = $1 and id is null
  window same as (partition by collection, md5(document::text) order by place)
) each where n > 1`);

/** Biosamples that have the name of another one in a study: of one before, or of a document that stays. */
const SAME_NAME = dropping(`
with ${NAMED},
each as (
  select place, row_number() over same as n,
         format('the biosample %s has the name %L in the study %s already', first_value(id) over same, name, study) as reason
    from (select distinct place, id, name, study from named) distinct_ones
  window same as (partition by name, study order by place)
  union all
  select n.place, 2, format('the biosample %s has the name %L in the study %s already', d.key, n.name, n.study)
    from named n
    join documents d on d.collection = 'biosample_set' and d.document ->> 'name' = n.name
   where d.document -> 'associated_studies' ? n.study and d.key <> n.id
     and not exists (select from staged_documents s where s.submission = $1 and s.id = d.key)
)
select distinct on (place) 'biosample_set' as collection, place, reason from each where n > 1 order by place, reason`);

/** SQL: whether what is named stands among the documents. */
const IS_KEPT =
  'exists (select from documents d where d.key = r.target and d.collection = any (r.collections))';
/** SQL: whether it stands in the submission. */
const IS_STAGED = `exists (select from staged_documents t
                    where t.submission = $1 and t.id = r.target and t.collection = any (r.collections))`;

/**
 * Documents that name what is missing, and those that name such documents, and so on: in one statement, however long the
 * chain. Why is told by {@link DANGLING_REASONS} once they are gone.
 */
export const DROP_DANGLING = dropping(`
with recursive dangling (collection, place, id) as (
  select s.collection, s.place, s.id
    from staged_references r
    join staged_documents s on s.submission = $1 and s.collection = r.collection and s.place = r.place
   where r.submission = $1 and not ${IS_STAGED} and not ${IS_KEPT}
  union
  select s.collection, s.place, s.id
    from dangling g
   cross join lateral (
     select r.* from staged_references r
      where r.submission = $1 and r.target = g.id and g.collection = any (r.collections) offset 0
   ) r
    join staged_documents s on s.submission = $1 and s.collection = r.collection and s.place = r.place
   where not ${IS_KEPT}
)
select collection, place, '' as reason from dangling`);

/** $1 submission, $2 collections and $3 places of documents that are gone, in that order: what each of them named in vain. */
export const DANGLING_REASONS = `
select left(reason, ${REASON_CHARACTERS}) as reason
  from unnest($2::text[], $3::int[]) with ordinality as gone (collection, place, nth)
 cross join lateral (
   select format('it names %L in %s, which is missing or was dropped', r.target, r.slot) as reason
     from staged_references r
    where r.submission = $1 and r.collection = gone.collection and r.place = gone.place
      and not ${IS_STAGED} and not ${IS_KEPT}
    order by r.n limit 1
 ) vain order by nth`;

/** These go round until none finds anything: a biosample that is dropped no longer replaces what has its name. */
export const DROP_IN_ROUNDS = [ELSEWHERE, TWICE, SAME_NAME, DROP_DANGLING];

/** $1 submission. */
export const COUNT_KEPT = `
select collection, count(*)::int as kept from staged_documents where submission = $1 group by collection`;

/** $1 submission, $2 what became of it, $3 documents that are left. Nothing is wrong with those. */
export const NOTE_CURATION = `
with forgotten as (delete from staged_findings where submission = $1)
update submissions set curation = $2::jsonb, documents = $3, findings = 0, touched_at = now() where id = $1`;

/** Most bytes of the documents of one reply; the first one always fits. */
const REPLY_BYTES = 400_000;

/** $1 submission, $2 collection and $3 place before the page, $4 most. One row beyond the page tells that more follow. */
export const STAGED_PAGE = `
with next as (
  select s.collection, s.place, s.document, octet_length(s.document::text) as bytes
    from staged_documents s
   where s.submission = $1 and (s.collection, s.place) > ($2, $3)
   order by s.collection, s.place limit $4 + 1
), sized as (
  select n.*, row_number() over by_place as nth, sum(n.bytes) over by_place as total
    from next n window by_place as (order by n.collection, n.place)
)
select collection, place, document, nth <= $4 and (nth = 1 or total <= ${REPLY_BYTES}) as fits from sized order by nth`;

import { DATA_OBJECTS, EXECUTIONS, NUMBERED_ID, SUPERSEDED_BY } from '../domain/executions';

/** Texts in a list of a document; none where it is no list. */
export const textsIn = (list: string): string =>
  `jsonb_array_elements_text(case jsonb_typeof(${list}) when 'array' then ${list} else '[]' end)`;

export const baseOf = (id: string): string => `substring(${id} from '${NUMBERED_ID}')`;

/**
 * Every run of the kinds in \`kinds (base)\`, with the next one there is, and every output of them: what \`named\` says of
 * a document is the run that supersedes it, or null. Of an output of several runs the last one counts.
 */
const NAMED = `
runs as (
  select d.key, d.document, k.base,
         case when substring(d.key from length(k.base) + 2) ~ '^[1-9][0-9]*$'
              then substring(d.key from length(k.base) + 2)::numeric end as number
    from kinds k
    join documents d on d.collection = '${EXECUTIONS}' and d.key > k.base || '.' and d.key < k.base || '/'
), chain as (
  select key, document, number, lead(key) over (partition by base order by number) as next
    from runs where number is not null
), named as (
  select key, '${EXECUTIONS}' as collection, next as by from chain
  union all
  (select distinct on (output) output, '${DATA_OBJECTS}', next
     from chain cross join lateral ${textsIn(`chain.document -> 'has_output'`)} as outputs (output)
    order by output, number desc)
)`;

/** Writes what \`was (key, before, by)\` says, and notes it. $1 who, $2 operation, $3 job. */
const REWRITTEN = `
rewritten as (
  update documents d
     set version = d.version + 1,
         document = case when was.by is null then d.document - '${SUPERSEDED_BY}'
                         else jsonb_set(d.document, '{${SUPERSEDED_BY}}', to_jsonb(was.by)) end
    from was where d.key = was.key
  returning d.key, d.version
)
insert into document_history (key, version, who, operation_id, job_id, before)
select r.key, r.version, $1, $2, $3, was.before from rewritten r join was on was.key = r.key`;

/** And $4 submission, $5 types of documents that can say it. */
export const SUPERSEDE = `
with kinds as (
  select distinct ${baseOf('id')} as base from staged_documents where submission = $4 and collection = '${EXECUTIONS}'
),${NAMED},
was as materialized (
  select d.key, d.document as before, named.by
    from named join documents d on d.key = named.key and d.collection = named.collection
   where named.by is not null and d.document ->> '${SUPERSEDED_BY}' is distinct from named.by
     and d.document ->> 'type' = any ($5)
),${REWRITTEN}`;

/** And $4 executions that were removed. Whatever names one of them names the next one instead, or none. */
export const MEND = `
with kinds as (
  select distinct ${baseOf('id')} as base from unnest($4::text[]) as gone (id)
),${NAMED},
was as materialized (
  select d.key, d.document as before, named.by
    from documents d left join named on named.key = d.key and named.collection = d.collection
   where d.collection in ('${EXECUTIONS}', '${DATA_OBJECTS}') and d.document ->> '${SUPERSEDED_BY}' = any ($4)
),${REWRITTEN}`;

import { AGGREGATES, DATA_OBJECTS, EXECUTIONS, NUMBERED_ID, SUPERSEDED_BY } from '../domain/executions';
import { KEYED, PROVENANCE } from './apply-submission.sql';
import { firstVersionOf } from './remove-documents.sql';
import { textsIn } from './supersede.sql';

/** $1 submission, $2 most. Executions whose ids lack a number, by their places; \`given\` tells whether there is their collection. */
export const UNNUMBERED = `
select exists (select from staged_collections where submission = $1 and collection = '${EXECUTIONS}') as given,
       array(select coalesce(id, 'at place ' || place) from staged_documents
              where submission = $1 and collection = '${EXECUTIONS}' and (id is null or id !~ '${NUMBERED_ID}')
              order by place limit $2) as unnumbered`;

/** What the runtime adds to a document by itself: it makes no other one. */
const ADDED = `'{provenance_metadata,${SUPERSEDED_BY}}'::text[]`;

/** $1 submission, $2 most. Those that stand already and say something else. */
export const OTHERS = `
with staged as (${KEYED})
select n.key as id from staged n join documents d on d.key = n.key
 where d.document - ${ADDED} <> n.document - ${ADDED} order by n.key limit $2`;

/** $1 submission, $2 collections whose documents say when they were made, $3 now, $4 who, $5 operation, $6 job. */
export const INSERT_STAGED = `
with staged as (${KEYED}),
fresh as materialized (
  select n.key, n.collection,
         case when n.collection = any ($2)
              then jsonb_set(n.document, '{provenance_metadata}', ${PROVENANCE}) else n.document end as document
    from staged n left join documents d on d.key = n.key where d.key is null
),
written as (
  insert into documents (key, collection, document, version)
  select key, collection, document, ${firstVersionOf('fresh.key')} from fresh
  returning key, version
)
insert into document_history (key, version, who, operation_id, job_id)
select key, version, $4, $5, $6 from written`;

/**
 * $1 an execution, $2 most documents. What goes with it: its outputs, the executions that take one of them, and so on, and
 * what was counted in any of these.
 */
export const CASCADE = `
with recursive gone (id) as (
  select key from documents where key = $1 and collection = '${EXECUTIONS}'
  union
  select next.key from gone
    join documents e on e.key = gone.id
   cross join lateral ${textsIn(`e.document -> 'has_output'`)} as outputs (output)
    join documents next on next.collection = '${EXECUTIONS}' and next.document -> 'has_input' ? outputs.output
)
select id as key from gone
union
select o.key from gone
  join documents e on e.key = gone.id
 cross join lateral ${textsIn(`e.document -> 'has_output'`)} as outputs (output)
  join documents o on o.key = outputs.output and o.collection = '${DATA_OBJECTS}'
union all
select a.key from gone
  join documents a on a.collection = '${AGGREGATES}' and a.document ->> 'was_generated_by' = gone.id
limit $2`;

import type { Ledger } from '../world/ledger';
import type { Check } from './check';

/** I4: an acknowledged write is readable after any crash. */
export function acknowledgedChecks({ tagged, posted, claimed, ended }: Ledger): readonly Check[] {
  return [
    {
      invariant: 'I4',
      broken: 'objects lack types with which they were acknowledged',
      sql: `select a.id as example from jsonb_to_recordset($1::jsonb) as a(id text, types text[])
             where not exists (select from objects.objects o where o.id = a.id and o.types @> a.types)`,
      given: [...tagged].map(([id, types]) => ({ id, types })),
    },
    {
      invariant: 'I4',
      broken: 'jobs that were acknowledged are not there',
      sql: `select id as example from jsonb_array_elements_text($1::jsonb) as a(id)
             where not exists (select from jobs.jobs j where j.id = a.id)`,
      given: [...posted],
    },
    {
      invariant: 'I4',
      broken: 'claims that were acknowledged are not there',
      sql: `select id as example from jsonb_to_recordset($1::jsonb) as a(id text, job_id text)
             where not exists (select from jobs.claims c where c.operation_id = a.id and c.job_id = a.job_id)`,
      given: [...claimed].map(([id, job_id]) => ({ id, job_id })),
    },
    {
      invariant: 'I4',
      broken: 'operations did not end as was acknowledged',
      sql: `select id as example from jsonb_to_recordset($1::jsonb) as a(id text, outcome text)
             where not exists (select from operations.operations o where o.id = a.id and o.state = a.outcome)`,
      given: [...ended].map(([id, outcome]) => ({ id, outcome })),
    },
  ];
}

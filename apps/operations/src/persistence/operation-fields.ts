import { JOB_OPERATION_MODEL, PUT_OPERATION_MODEL } from '@callboard/contracts';
import type { QuerySource } from '@callboard/document-query';

/** SQL: `metadata` as clients read it (contract 1.3): what they sent, and the runtime's keys beside it. */
const METADATA = `(case when o.promised is null
    then jsonb_build_object('model', '${JOB_OPERATION_MODEL}', 'site_id', o.site_id, 'job', o.job)
    else jsonb_build_object('model', '${PUT_OPERATION_MODEL}', 'site_id', o.site_id) || o.promised end
  || o.metadata
  || case when o.state in ('cancelled', 'released') then '{"cancelled": true}' else '{}' end::jsonb)`;

/** What can be asked of operations (contract 3.6): the fields that clients see, and none besides (D14). */
export const OPERATION_FIELDS: QuerySource = {
  fields: {
    id: { sql: 'o.id', kind: 'text' },
    done: { sql: 'o.done', kind: 'boolean' },
    // Clients see milliseconds.
    expire_time: { sql: `date_trunc('milliseconds', o.expire_time)`, kind: 'date' },
    result: { sql: `coalesce(o.result, 'null')`, kind: 'json' },
    'metadata.job.id': { sql: 'o.job_id', kind: 'text', nullable: true },
    'metadata.site_id': { sql: 'o.site_id', kind: 'text' },
    metadata: { sql: METADATA, kind: 'json' },
    outcome: { sql: 'o.outcome', kind: 'text', nullable: true },
    archived_at: { sql: `date_trunc('milliseconds', o.archived_at)`, kind: 'date', nullable: true },
    attempt: { sql: 'o.attempt', kind: 'number' },
  },
};

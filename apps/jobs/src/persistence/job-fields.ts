import type { QueryField, QuerySource } from '@callboard/document-query';
import { claimsView, WATCHERS_FILTER } from './claims-view.sql';

/** Null where it was sent as null, absent where it was not sent. */
const textThatMayBeNull = (column: string): QueryField => ({
  sql: `(case when j.${column} is not null then to_jsonb(j.${column})
              when '${column}' = any (j.sent_empty) then 'null'::jsonb end)`,
  kind: 'json',
});

/** What can be asked of jobs (contract 3.6): the fields that clients see, and none besides (D14). */
export const JOB_FIELDS: QuerySource = {
  fields: {
    id: { sql: 'j.id', kind: 'text' },
    'workflow.id': { sql: 'j.workflow_id', kind: 'text' },
    workflow: { sql: 'j.workflow', kind: 'json' },
    config: { sql: 'j.config', kind: 'json' },
    claims: { sql: claimsView('j'), kind: 'json' },
    name: textThatMayBeNull('name'),
    description: textThatMayBeNull('description'),
    // Clients see milliseconds.
    created_at: { sql: `date_trunc('milliseconds', j.created_at)`, kind: 'date' },
    state: { sql: 'j.state', kind: 'text' },
    attempt: { sql: 'j.attempt', kind: 'number' },
    error_code: { sql: 'j.error_code', kind: 'text' },
  },
  equivalents: [{ filter: WATCHERS_FILTER.filter, sql: WATCHERS_FILTER.sql('j') }],
};

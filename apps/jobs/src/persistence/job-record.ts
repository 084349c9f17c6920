import type { Job, JobClaim, JobState } from '@callboard/contracts';
import { claimsView } from './claims-view.sql';

/** Most bytes of jobs in one reply; a claim's reply holds each job twice, and none is to exceed 512 KB (design 4). */
export const REPLY_BYTES = 200_000;
/** Most bytes of the jobs of a page of a list, which is not to exceed 512 KB either. */
export const PAGE_BYTES = 520_000;
/** What a job costs in a reply besides its workflow and config. */
const ENVELOPE_BYTES = 600;

/** SQL: bytes of the job in a reply. */
export const replyBytes = (job: string): string => `${job}.size_bytes + ${ENVELOPE_BYTES}`;

/** A job with its claims, as {@link jobColumns} selects it. */
export interface JobRecord {
  id: string;
  workflow_id: string;
  workflow: Job['workflow'];
  config: Job['config'];
  name: string | null;
  description: string | null;
  state: JobState;
  attempt: number;
  version: number;
  object_id: string | null;
  traceparent: string | null;
  created_at: Date;
  /** Optional fields that were sent as null, or as an empty list. */
  sent_empty: readonly string[];
  claims: JobClaim[] | null;
}

/** SQL: the columns of a {@link JobRecord}, of a job under this alias. */
export function jobColumns(job: string): string {
  const columns = [
    'id',
    'workflow_id',
    'workflow',
    'config',
    'name',
    'description',
    'state',
    'attempt',
    'version',
    'sent_empty',
  ];
  const plain = [...columns, 'object_id', 'traceparent', 'created_at'].map((column) => `${job}.${column}`);
  return `${plain.join(', ')}, ${claimsView(job)} as claims`;
}

/** The job as clients read it: keys without a value are absent (contract 0, SET). */
export function viewJob(
  record: Omit<JobRecord, 'version' | 'workflow_id' | 'object_id' | 'traceparent'>,
): Job {
  return {
    id: record.id,
    workflow: record.workflow,
    ...shown(record, 'name'),
    ...shown(record, 'description'),
    config: record.config,
    ...(record.claims === null ? {} : { claims: record.claims }),
    created_at: record.created_at.toISOString(),
    state: record.state,
    attempt: record.attempt,
  };
}

/** A null shows only where it was sent. */
function shown<K extends 'name' | 'description'>(
  record: Pick<JobRecord, K | 'sent_empty'>,
  field: K,
): Partial<Record<K, string | null>> {
  const value = record[field];
  return value !== null || record.sent_empty.includes(field)
    ? ({ [field]: value } as Partial<Record<K, string | null>>)
    : {};
}

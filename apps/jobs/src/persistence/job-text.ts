import { claimsView } from './claims-view.sql';
import type { JobRecord } from './job-record';

/** Most bytes of the jobs of a page that are given as text: inside of a reply their quotes are escaped. */
export const TEXT_PAGE_BYTES = 400_000;

/** A job whose parts are JSON still, as {@link jobTextColumns} selects it: nobody on its way looks into them. */
export interface JobTextRecord extends Pick<
  JobRecord,
  'id' | 'name' | 'description' | 'created_at' | 'state' | 'attempt' | 'sent_empty'
> {
  workflow: string;
  config: string;
  claims: string | null;
}

/** SQL: the columns of a {@link JobTextRecord}, of a job under this alias. */
export function jobTextColumns(job: string): string {
  const plain = ['id', 'name', 'description', 'created_at', 'state', 'attempt', 'sent_empty'];
  const parts = ['workflow', 'config'].map((part) => `${job}.${part}::text`);
  return [...plain.map((column) => `${job}.${column}`), ...parts, `${claimsView(job)}::text as claims`].join(
    ', ',
  );
}

/** The JSON of what `viewJob` gives. */
export function jobText({ workflow, config, claims, sent_empty, ...record }: JobTextRecord): string {
  const members: string[] = [`"id":${JSON.stringify(record.id)}`, `"workflow":${workflow}`];
  for (const field of ['name', 'description'] as const)
    if (record[field] !== null || sent_empty.includes(field))
      members.push(`"${field}":${JSON.stringify(record[field])}`);
  members.push(`"config":${config}`);
  if (claims !== null) members.push(`"claims":${claims}`);
  members.push(
    `"created_at":"${record.created_at.toISOString()}"`,
    `"state":"${record.state}"`,
    `"attempt":${record.attempt}`,
  );
  return `{${members.join(',')}}`;
}

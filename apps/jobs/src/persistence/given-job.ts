/** What every statement that makes jobs takes for each of them, as JSON. */
export interface GivenJob {
  id: string;
  workflow_id: string;
  workflow: unknown;
  config: unknown;
  name: string | null;
  description: string | null;
  object_id: string | null;
  capability_ids: readonly string[];
  size_bytes: number;
  /** Optional fields that were sent as null, or as an empty list. */
  sent_empty: readonly string[];
}

/** The same as columns of a record set. */
export const GIVEN_JOB = `id text, workflow_id text, workflow jsonb, config jsonb, name text, description text, object_id text,
    capability_ids text[], size_bytes int, sent_empty text[]`;

/** SQL: what a site needs for a job `g` of workflow `w`: what the job says, and what the workflow says besides. */
export const capabilitiesOf = (g: string): string =>
  `${g}.capability_ids || array(select c from unnest(w.capability_ids) c where c <> all (${g}.capability_ids))`;

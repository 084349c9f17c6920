import type { Job, JobReply } from '@callboard/contracts';

/** SET: what was sent or stored (contract 0, "Null handling"); `claims` is absent before the first claim. */
export function setJob({
  id,
  workflow,
  config,
  claims,
  name,
  description,
  created_at,
  state,
  attempt,
}: Job): JobReply {
  return {
    id,
    workflow,
    config,
    ...(claims === undefined ? {} : { claims }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    created_at,
    state,
    attempt,
  };
}

/** FULL: every field, absent ones as null; claims carry null flags (contract 2.5, release). */
export function fullJob(job: Job): JobReply {
  return {
    ...setJob(job),
    workflow: fullWorkflowRef(job.workflow),
    name: job.name ?? null,
    description: job.description ?? null,
    claims: (job.claims ?? []).map((claim) => ({ done: null, cancelled: null, ...claim })),
  };
}

/** A workflow inside a job is usually its id only. */
export function fullWorkflowRef<W extends { id: string }>(workflow: W): W {
  return { created_at: null, name: null, description: null, capability_ids: null, ...workflow };
}

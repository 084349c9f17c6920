import { LINEAGE_PRODUCER } from '@callboard/contracts';
import type { OpFailure } from './op-attempts';

/** By name, as OpenLineage has them. */
export type Facets = Record<string, { _producer: string; _schemaURL: string }>;

const SPECIFICATION = 'https://openlineage.io/spec';

const facet = <F extends object>(schema: string, fields: F) => ({
  _producer: LINEAGE_PRODUCER,
  _schemaURL: `${SPECIFICATION}/${schema}`,
  ...fields,
});

/** Ops are children of the attempt that they were carried out in. */
export function parentFacet(runId: string, namespace: string, name: string): Facets {
  const fields = { run: { runId }, job: { namespace, name } };
  return { parent: facet('facets/1-0-1/ParentRunFacet.json#/$defs/ParentRunFacet', fields) };
}

/** Why it failed. In which language the program of a site is written, nobody tells. */
export function errorFacet(error: OpFailure | null): Facets {
  if (error === null) return {};
  const fields = { message: `${error.code}: ${error.message}`, programmingLanguage: 'unknown' };
  return {
    errorMessage: facet('facets/1-0-0/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet', fields),
  };
}

export function jobTypeFacet(jobType: 'JOB' | 'TASK'): Facets {
  const fields = { processingType: 'BATCH', integration: 'CALLBOARD', jobType };
  return { jobType: facet('facets/2-0-2/JobTypeJobFacet.json#/$defs/JobTypeJobFacet', fields) };
}

/** What the runtime knows it by. It has no shape of its own in the specification but that of all facets. */
export function runFacet(fields: { run_id: string; attempt: number; operation_id: string | null }): Facets {
  return { callboard_run: facet('2-0-2/OpenLineage.json#/$defs/RunFacet', fields) };
}

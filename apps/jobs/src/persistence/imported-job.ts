import type { ImportAnswer } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { ImportedClaim } from '../domain/imported-claims';
import type { JobToImport } from '../use-cases/imports-store';
import type { ClaimToInsert, JobToInsert } from './imports.sql';
import { jobToCreate } from './job-creation';

/** The lease of a claim whose operation is not there any more: it is over in any case. */
const OVER_MS = 1000;

/** The row that an imported job becomes, or why it cannot be one. */
export function jobToInsert({ job, imported }: JobToImport): JobToInsert | ImportAnswer {
  const { id, workflow, config, name, description, claims } = job;
  const sent = { workflow, config, name, description, ...(claims?.length === 0 ? { claims: [] } : {}) };
  try {
    return {
      ...jobToCreate(sent, 0),
      id,
      created_at: job.created_at ?? null,
      state: imported.state,
      attempt: imported.claims.length,
      failures: imported.state === 'failed' ? 1 : 0,
      expiries: imported.state === 'dead' ? 1 : 0,
      error_code: imported.errorCode ?? null,
      claims: imported.claims.map(claimToInsert),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { outcome: 'refused', code: error.code, message: error.message };
  }
}

const claimToInsert = ({
  operationId,
  siteId,
  attempt,
  outcome,
  operation,
}: ImportedClaim): ClaimToInsert => ({
  operation_id: operationId,
  site_id: siteId,
  attempt,
  lease_ms: operation?.leaseMs ?? OVER_MS,
  outcome,
  claimed_at: operation?.openedAt ?? null,
  ended_at: operation?.endedAt ?? null,
});

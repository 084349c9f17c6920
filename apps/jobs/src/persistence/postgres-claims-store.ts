import { mintId } from '@callboard/kernel';
import { Outbox } from '@callboard/outbox';
import { Database, isUniqueViolation, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ContestedJob } from '../domain/claim-answer';
import type { ClaimsStore, ClaimTerms, HeldClaim, PickedClaims } from '../use-cases/claims-store';
import {
  BEFORE_PICK,
  CLAIM_JOBS,
  type ClaimRecord,
  CLAIMS_OF_REQUEST,
  CONTESTED_JOBS,
  type ContestedRecord,
  HELD_CLAIMS,
  PICK_JOBS,
} from './claim-jobs.sql';
import { heldClaim, newClaim } from './claim-record';
import { REPLY_BYTES } from './job-record';
import { LOCK_LIMITS_OF_JOBS, LOCK_LIMITS_OF_WORKFLOW } from './limits.sql';
import { OPEN_CLAIMS_OF_SITE } from './settle-jobs.sql';
import { tellChanged } from './tell-changed';

type PickedRecord = { remaining: boolean } & (ClaimRecord | { operation_id: null });

@Injectable()
export class PostgresClaimsStore implements ClaimsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  pick(workflowId: string, max: number, terms: ClaimTerms): Promise<PickedClaims> {
    return this.database.transaction(async (tx) => {
      const { siteId, requestId } = terms;
      tx.along(BEFORE_PICK, [requestId === undefined ? null : JSON.stringify([siteId, requestId])]);
      tx.along(LOCK_LIMITS_OF_WORKFLOW, [workflowId, siteId]);
      const rows = await tx.query<PickedRecord>(PICK_JOBS, parameters(workflowId, max, terms));
      const won = rows.filter((row) => row.operation_id !== null);
      tellChanged(this.outbox, tx, won, 'queued');
      const repeated = won.length === 0 ? await this.wonBefore(tx, terms) : [];
      return {
        claims: won.length > 0 ? won.map(newClaim) : repeated,
        remaining: rows[0]?.remaining ?? false,
      };
    });
  }

  async claim(jobIds: readonly string[], terms: ClaimTerms): Promise<HeldClaim[]> {
    try {
      return await this.database.transaction(async (tx) => {
        tx.along(LOCK_LIMITS_OF_JOBS, [jobIds, terms.siteId]);
        const rows = await tx.query<ClaimRecord>(CLAIM_JOBS, parameters(jobIds, jobIds.length, terms));
        tellChanged(this.outbox, tx, rows, 'queued');
        return rows.map(newClaim);
      });
    } catch (error) {
      // A repeat of the request that overtook its first try: `contested` finds what that one won.
      if (isUniqueViolation(error, 'claims_request')) return [];
      throw error;
    }
  }

  async contested(jobIds: readonly string[], terms: ClaimTerms): Promise<Map<string, ContestedJob>> {
    const rows = await this.database.query<ContestedRecord>(CONTESTED_JOBS, [
      jobIds,
      terms.siteId,
      terms.requestId ?? null,
    ]);
    return new Map(rows.map((row) => [row.id, contestedJob(row, terms)]));
  }

  async held(operationIds: readonly string[], inOneReply = false): Promise<HeldClaim[]> {
    const bytes = inOneReply ? REPLY_BYTES : null;
    const rows = await this.database.query<ClaimRecord>(HELD_CLAIMS, [operationIds, bytes]);
    return rows.map(heldClaim);
  }

  async openClaimsOf(siteId: string, jobIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ operation_id: string }>(OPEN_CLAIMS_OF_SITE, [siteId, jobIds]);
    return rows.map((row) => row.operation_id);
  }

  private async wonBefore(tx: Transaction, terms: ClaimTerms): Promise<HeldClaim[]> {
    if (terms.requestId === undefined) return [];
    const ids = await tx.query<{ operation_id: string }>(CLAIMS_OF_REQUEST, [terms.siteId, terms.requestId]);
    if (ids.length === 0) return [];
    const rows = await tx.query<ClaimRecord>(HELD_CLAIMS, [ids.map((row) => row.operation_id), null]);
    return rows.map(heldClaim);
  }
}

function parameters(target: string | readonly string[], max: number, terms: ClaimTerms): unknown[] {
  return [
    target,
    terms.siteId,
    terms.requestId ?? null,
    max,
    Array.from({ length: max }, mintId),
    terms.claimant ?? null,
    terms.leaseMs ?? null,
    terms.doorLeaseMs,
    REPLY_BYTES,
    `site:${terms.siteId}`,
    terms.maxJobBytes ?? null,
  ];
}

function contestedJob(row: ContestedRecord, { maxJobBytes = Infinity }: ClaimTerms): ContestedJob {
  return {
    state: row.state,
    ...(row.missing_capability === null ? {} : { missingCapability: row.missing_capability }),
    ...(row.won_before === null ? {} : { wonBefore: row.won_before }),
    forOthers: row.is_for_others,
    paused: row.paused,
    tooLarge: row.size_bytes > maxJobBytes,
    ...(row.available_at === null ? {} : { availableAt: row.available_at }),
    ...(row.workflow_is_full
      ? { full: 'workflow' as const }
      : row.site_is_full
        ? { full: 'site' as const }
        : {}),
    ...(row.open_operation_id === null || row.open_site_id === null
      ? {}
      : {
          openClaim: {
            operationId: row.open_operation_id,
            siteId: row.open_site_id,
            claimant: row.open_claimant ?? undefined,
          },
        }),
  };
}

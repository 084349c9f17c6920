import { permitWrite, returnPermit } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { RequestClient } from '@callboard/messaging';
import type { Transaction, TransactionGuard } from '@callboard/persistence';
import type { z } from 'zod';

type Permit = z.infer<typeof permitWrite.output>;

/** What is written under: an attempt of a job. */
export interface Permitted {
  readonly jobId: string;
  readonly attempt: number;
}

/** In text, as a Date knows no microseconds. */
const CLOCK = `select clock_timestamp()::text as began`;

/** $1 job, $2 attempt. No row when a later attempt was here. The row stays locked, so that two attempts take turns. */
const NOTE_ATTEMPT = `
insert into job_attempts as seen (job_id, attempt) values ($1, $2)
on conflict (job_id) do update set attempt = excluded.attempt where seen.attempt <= excluded.attempt
returning attempt`;

const REFUSE_WHEN_LATE = `select refuse_when_late($1::timestamptz, $2::int)`;

/**
 * Makes one transaction a write under an operation (ADR 18). The clock is read before the permit is asked for, so that it
 * is over here before it is over at `operations`, whatever the clocks of the two databases say.
 */
export class WritePermit implements TransactionGuard {
  private held: { permit: Permit; began: string } | undefined;

  constructor(
    private readonly operationId: string,
    private readonly siteId: string,
    private readonly service: string,
    private readonly requests: RequestClient,
  ) {}

  async begun(tx: Transaction): Promise<Permitted> {
    const [{ began } = { began: '' }] = await tx.query<{ began: string }>(CLOCK);
    const asked = { operation_id: this.operationId, site_id: this.siteId };
    const permit = await this.requests.request(permitWrite, asked, { caller: this.self });
    this.held = { permit, began };
    const seen = await tx.query(NOTE_ATTEMPT, [permit.job_id, permit.attempt]);
    if (seen.length > 0) return { jobId: permit.job_id, attempt: permit.attempt };
    const text = `operation ${this.operationId} is attempt ${permit.attempt} of its job, and a later one has stored results already`;
    throw new DomainError('operation-superseded', text);
  }

  ending(tx: Transaction): void {
    if (this.held) tx.along(REFUSE_WHEN_LATE, [this.held.began, this.held.permit.valid_ms]);
  }

  /** Nobody waits for this: a permit that is not given back ends by itself. */
  over(): void {
    const permit_id = this.held?.permit.permit_id;
    this.held = undefined;
    if (permit_id === undefined) return;
    const returned = { operation_id: this.operationId, permit_id };
    void this.requests.request(returnPermit, returned, { caller: this.self }).catch(() => undefined);
  }

  private get self() {
    return { kind: 'service' as const, service: this.service };
  }
}

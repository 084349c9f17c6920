import type { Entry } from '../reading/entry';
import { isJsonObject, type JsonObject } from '../reading/extended-json';

/** What a claim says about its operation. */
export interface ClaimOfOperation {
  /** From 1. */
  readonly attempt: number;
  /** Whether it decides about its job. */
  readonly current: boolean;
}

/**
 * The claims of a job by attempt: those that were cancelled first, so that the last of the others, which decides what
 * becomes of the job, stands last. Of an operation that stands twice the later word counts.
 */
export function orderedClaims(claims: unknown): JsonObject[] {
  const listed = Array.isArray(claims) ? claims.filter(isJsonObject) : [];
  const byOperation = new Map(listed.map((claim) => [claim['op_id'], claim]));
  const last = [...byOperation.values()];
  const isCancelled = (claim: JsonObject): boolean => claim['cancelled'] === true;
  return [...last.filter(isCancelled), ...last.filter((claim) => !isCancelled(claim))];
}

/** Which attempt of its job each operation is. Operations are taken in before their jobs, and know nothing of that. */
export class ClaimsIndex {
  /** Attempt, negative for one that does not decide: there are as many as jobs were claimed, so each is kept small. */
  private readonly attempts = new Map<string, number>();

  /** Reads the jobs of a dump; what is no job there is told when jobs are taken in. */
  async read(jobs: AsyncIterable<Entry>): Promise<void> {
    for await (const entry of jobs) if ('value' in entry && isJsonObject(entry.value)) this.add(entry.value);
  }

  of(operationId: string): ClaimOfOperation {
    const attempt = this.attempts.get(operationId);
    return attempt === undefined
      ? { attempt: 1, current: false }
      : { attempt: Math.abs(attempt), current: attempt > 0 };
  }

  private add(job: JsonObject): void {
    const claims = orderedClaims(job['claims']);
    for (const [at, { op_id: id, cancelled }] of claims.entries()) {
      const current = at === claims.length - 1 && cancelled !== true;
      if (typeof id === 'string') this.attempts.set(id, current ? at + 1 : -at - 1);
    }
  }
}

import type { Outcome } from '@callboard/contracts';
import { isDeepStrictEqual } from 'node:util';
import { type Command, type Ending, FINAL_CODE } from './commands';
import type { ModelClaim, ModelOperation, ModelState } from './model-state';

type Sent = { readonly result?: unknown; readonly withdrawn?: boolean };

/** What is sent with each ending; the real side sends the same. */
export const SENT: Readonly<Record<Ending, Sent>> = {
  success: { result: { rows: 1 } },
  failure: { result: { code: 'oops', message: 'it broke' } },
  'final failure': { result: { code: FINAL_CODE, message: 'it burns' } },
  'hopeless failure': { result: { code: 'oops', message: 'never', retriable: false } },
  withdrawn: { withdrawn: true },
  bare: {},
};

const REFUSED: Readonly<Record<Outcome, string>> = {
  succeeded: 'operation-settled',
  failed: 'operation-settled',
  cancelled: 'operation-cancelled',
  released: 'operation-released',
  expired: 'operation-expired',
};

/** What a site is answered that writes under an operation (design 5), by the state that it is in. */
export class ModelOperations {
  constructor(private readonly state: ModelState) {}

  write(
    command: Extract<Command, { what: 'report' | 'settle' | 'heartbeat' }>,
    claim: ModelClaim | undefined,
  ): string {
    const operation = claim?.operation;
    if (claim === undefined || operation === undefined) return 'not-found';
    if (claim.site !== command.site) return 'forbidden';
    if (command.what === 'settle') return this.settle(claim, operation, SENT[command.as]);
    if (operation.state !== 'open') return REFUSED[operation.state];
    if (command.what === 'report') report(operation, command.sent);
    return 'open';
  }

  /** Somebody else than the site ends it. Gives whether it ended this way, now or before. */
  end(claim: ModelClaim, outcome: 'released' | 'cancelled'): boolean {
    if (claim.operation === undefined) return false;
    if (claim.operation.state === 'open') this.finish(claim, claim.operation, outcome);
    return claim.operation.state === outcome;
  }

  expire(claim: ModelClaim | undefined): string {
    if (claim?.operation?.state === 'open') this.finish(claim, claim.operation, 'expired');
    return claim?.operation?.state ?? 'none';
  }

  /** The operation of a claim, opened unless it exists. */
  open(claim: ModelClaim): ModelOperation {
    claim.operation ??= { state: 'open', result: null, withdrawn: false, noted: false };
    return claim.operation;
  }

  private settle(claim: ModelClaim, operation: ModelOperation, sent: Sent): string {
    const result = sent.result ?? operation.result;
    const withdrawn = operation.withdrawn || sent.withdrawn === true;
    const outcome = isFailure(result) ? 'failed' : withdrawn ? 'cancelled' : 'succeeded';
    if (operation.state === outcome && isDeepStrictEqual(operation.result, result)) return outcome;
    if (operation.state !== 'open') return REFUSED[operation.state];
    Object.assign(operation, { result, withdrawn });
    this.finish(claim, operation, outcome);
    return outcome;
  }

  private finish(claim: ModelClaim, operation: ModelOperation, outcome: Outcome): void {
    operation.state = outcome;
    this.state.ends.push({ claim, outcome });
  }
}

function report(operation: ModelOperation, sent: Extract<Command, { what: 'report' }>['sent']): void {
  if (sent === 'note') operation.noted = true;
  if (sent === 'withdrawal') operation.withdrawn = true;
  if (sent === 'result') operation.result = { part: 1 };
}

/** The code of a failure, and whether another attempt may help. */
export const isFailure = (result: unknown): result is { code: string; retriable?: boolean } =>
  typeof result === 'object' && result !== null && 'code' in result;

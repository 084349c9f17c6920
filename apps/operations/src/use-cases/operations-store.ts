import type { ListInput, OperationHistoryEntry } from '@callboard/contracts';
import type { EndedOperation, JobOfOperation, Operation, PromisedObject } from '../domain/operation';

export const OPERATIONS_STORE = Symbol('OPERATIONS_STORE');

/** An operation to be opened. */
export interface NewOperation {
  readonly id: string;
  readonly siteId: string;
  /** The process of the site that claimed, if it said. */
  readonly claimant?: string | undefined;
  readonly attempt: number;
  /** Length of the lease, which each renewal starts anew, in milliseconds. */
  readonly leaseMs: number;
  /** Of a claim. */
  readonly job?: JobOfOperation;
  /** Of whoever puts an object. */
  readonly promised?: PromisedObject;
  readonly traceparent: string;
}

/** An operation as it is to be, and why, for the history. One that is the stored object itself is left alone. */
export interface Change {
  readonly operation: Operation;
  readonly why: string;
}

/** Decides about locked operations; it may be called again when the database asks for another try. */
export type Decide = (stored: ReadonlyMap<string, Operation>) => Iterable<Change>;

export interface OperationsStore {
  /** Opens those that do not exist yet, in one commit, with their history. Gives the new ones. */
  open(operations: readonly NewOperation[], who: string): Promise<Map<string, Operation>>;
  /** Which of these object ids were promised to the site. */
  findPromised(siteId: string, objectIds: readonly string[]): Promise<string[]>;
  /** Operations by id; unknown ones are missing. */
  find(ids: readonly string[]): Promise<Map<string, Operation>>;
  /**
   * Operations by ascending id; fewer than `limit` where a reply would grow too large.
   *
   * @throws DomainError `invalid-input` for a filter that is not taken, `query-too-slow`
   */
  page(asked: ListInput): Promise<{ operations: Operation[]; more: boolean }>;
  /**
   * Locks operations, lets `decide` say what becomes of them and carries it out in one guarded statement, with the
   * history and the event of those that ended, in one commit. A live one gets its whole lease anew by the clock of
   * the database. Gives all that exist as they are afterwards, and which of them ended by this.
   */
  change(ids: readonly string[], who: string, decide: Decide): Promise<Changed>;
  /**
   * Permits a write of results elsewhere; undefined when the operation is not the site's, has ended, or is about to.
   * While the permit lasts, nobody ends the operation.
   */
  permit(
    id: string,
    siteId: string,
    permitId: string,
  ): Promise<{ jobId: string; attempt: number } | undefined>;
  /** Takes a permit back; one that is not known is passed over. */
  returnPermit(id: string, permitId: string): Promise<void>;
  /** Gives no further permit for these for some seconds, as somebody waits to end them. */
  keepWritersOff(ids: readonly string[]): Promise<void>;
  /** Transitions after the `n`-th, oldest first; undefined when there is no such operation. */
  history(
    id: string,
    after: number,
    limit: number,
  ): Promise<{ items: OperationHistoryEntry[]; more: boolean } | undefined>;
  /** Renews the leases of the site's live operations. Gives the new end of each; others are missing. */
  renew(ids: readonly string[], siteId: string): Promise<Map<string, Date>>;
  /** Ends up to `limit` operations whose lease ended over 5 s ago, passing over those that another process is at. */
  expire(limit: number, who: string): Promise<EndedOperation[]>;
}

export interface Changed {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly ended: readonly EndedOperation[];
}

import type { DrsObjectIn, Job, RequestContract, StoredObject } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import type { Resource } from './define-resource';

/** A result or metadata: any JSON object. It is stored with the operation, so keep it small (well under 1 MB). */
export type JsonObject = { [key: string]: unknown };

/** What a job's code may do to objects, always as the site that runs it. */
export interface SiteObjects {
  /** An object by id. Refusal: `not-found`. */
  get(id: string): Promise<StoredObject>;
  /** The stored content of an object, chunk by chunk (at most 1 MiB each). */
  read(id: string): AsyncIterable<Uint8Array>;
  /**
   * Stores bytes (at most 256 MB), all at once or as they come, and registers them as an object that names this operation.
   * Bytes that are registered already give the object that holds them, so a job that runs twice stores once.
   */
  store(content: {
    name: string;
    mimeType: string;
    bytes: Uint8Array | AsyncIterable<Uint8Array>;
    description?: string;
  }): Promise<StoredObject>;
  /** Registers bytes that lie elsewhere, under a key that makes a repeat harmless. Refusal: `object-exists`. */
  register(key: string, object: DrsObjectIn): Promise<StoredObject>;
}

/** What a running job gets. */
export interface JobContext {
  readonly job: Job;
  readonly operationId: string;
  /** Aborts when the operation was ended by other hands, or when the site drains and time is up: stop at once. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly objects: SiteObjects;
  /**
   * Asks a service something that sites may ask; again while it does not answer, until the job is stopped. A request
   * that takes long is given more than the usual 5 s, so that it is not begun again and again.
   *
   * @throws DomainError the code of a refusal
   */
  ask<I, O>(contract: RequestContract<I, O>, input: I, patience?: { timeoutMs: number }): Promise<O>;
  /** Tells how far the work is: merged into the operation's metadata. Sent at most one at a time, the newest wins. */
  progress(metadata: JsonObject): void;
  /** Keeps this with the operation's metadata when it ends, without a request of its own. */
  atTheEnd(metadata: JsonObject): void;
}

/** Most jobs of a workflow at once in one process. Their leases are renewed together. */
const MOST_AT_ONCE = 1000;

/** A workflow as a site runs it. */
export interface WorkflowDefinition {
  /** Id of the workflow, such as `sequence-summary-1.0.0`. */
  readonly id: string;
  /** Most jobs of this workflow at once in one process; 1 unless said. */
  readonly concurrency?: number;
  /** Length of the lease in milliseconds, renewed every third of it; 60 s unless said. */
  readonly leaseMs?: number;
  /** Values that its jobs share in this process; the site closes them when it has finished. */
  readonly resources?: readonly Resource<unknown>[];
  /** The work. What it returns becomes the operation's `result`; what it throws, a failure. */
  run(context: JobContext): Promise<JsonObject>;
}

/** Declares a workflow; throws at once when its settings make no sense. */
export function defineWorkflow(definition: WorkflowDefinition): WorkflowDefinition {
  if (definition.id.trim() === '') throw new TypeError('a workflow needs an id, such as my-workflow-1.0.0');
  const { concurrency = 1, leaseMs = 60_000 } = definition;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MOST_AT_ONCE)
    throw new TypeError(`concurrency of ${definition.id} must be 1 to ${MOST_AT_ONCE}, not ${concurrency}`);
  if (!Number.isInteger(leaseMs) || leaseMs < 3000)
    throw new TypeError(`leaseMs of ${definition.id} must be at least 3000, not ${leaseMs}`);
  return definition;
}

/**
 * A failure that the job's code foresaw. `code` is stable and for programs; `retriable: false` says that no further
 * attempt can help (a damaged file stays damaged).
 */
export class JobFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly more: { retriable?: boolean; details?: unknown } = {},
  ) {
    super(message);
    this.name = 'JobFailure';
  }
}

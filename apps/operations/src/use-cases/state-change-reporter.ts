import type { EndedOperation } from '../domain/operation';

export const STATE_CHANGE_REPORTER = Symbol('STATE_CHANGE_REPORTER');

/** Tells logs and metrics what was committed, and sites what others did to their operations. Never throws, never waits. */
export interface StateChangeReporter {
  opened(operations: readonly OpenedOperation[]): void;
  ended(operations: readonly EndedOperation[], who: string): void;
  /** News to the sites, so that a worker stops at once; a lost one is made up for by its next heartbeat (design 5). */
  tellSites(operations: readonly EndedOperation[]): void;
}

export interface OpenedOperation {
  readonly id: string;
  readonly jobId: string | null;
  readonly siteId: string;
  readonly attempt: number;
  readonly traceparent: string;
}

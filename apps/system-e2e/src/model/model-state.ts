import type { JobState, Outcome } from '@callboard/contracts';
import { JOBS, type Site } from './commands';

/** An operation as design 5 has it. */
export interface ModelOperation {
  state: 'open' | Outcome;
  result: unknown;
  withdrawn: boolean;
  noted: boolean;
}

export interface ModelClaim {
  readonly job: number;
  readonly attempt: number;
  readonly site: Site;
  readonly process: string | undefined;
  readonly request: string | undefined;
  /** Whether `jobs` holds it to be running. */
  open: boolean;
  /** Undefined until `operations` has heard of it. */
  operation: ModelOperation | undefined;
}

export interface ModelJob {
  state: JobState;
  attempt: number;
  failures: number;
  expiries: number;
  errorCode: string | null;
  /** Whether it waits for a time to come. */
  waits: boolean;
  /** Every state that it came into, in order. */
  readonly history: JobState[];
}

/** The end of an operation, as it is told. */
export interface ModelEnd {
  readonly claim: ModelClaim;
  readonly outcome: Outcome;
}

/** Everything that a sequence has to do with. */
export interface ModelState {
  readonly jobs: ModelJob[];
  readonly claims: ModelClaim[];
  readonly ends: ModelEnd[];
  paused: boolean;
}

export function freshState(): ModelState {
  const jobs = Array.from({ length: JOBS }, (): ModelJob => ({
    state: 'queued',
    attempt: 0,
    failures: 0,
    expiries: 0,
    errorCode: null,
    waits: false,
    history: ['queued'],
  }));
  return { jobs, claims: [], ends: [], paused: false };
}

export function jobAt({ jobs }: ModelState, n: number): ModelJob {
  const job = jobs[n];
  if (job === undefined) throw new Error(`a sequence has no job ${n}`);
  return job;
}

export function moveJob(job: ModelJob, to: JobState): void {
  job.state = to;
  job.history.push(to);
}

/** An operation is named by its job and attempt, which both sides know without a word between them. */
export const nameOf = ({ job, attempt }: { job: number; attempt: number }): string => `${job}/${attempt}`;

/** How a claim is answered: which operation, and how it stands. */
export const toldOf = (name: string, state: string): string => `${name} ${state}`;

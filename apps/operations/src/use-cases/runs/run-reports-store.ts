import type { Run } from '../../domain/runs/run';
import type { Carrier, ToldEvent, ToldSize } from '../../domain/runs/told-events';

export const RUN_REPORTS_STORE = Symbol('RUN_REPORTS_STORE');

/** A run as it stands while an event of it is told, locked with its operation. */
export interface RunToTell {
  readonly run: Run;
  readonly askedBy: string;
  /** The open operation on its job. */
  readonly carrier: Carrier | undefined;
  readonly told: ToldSize;
}

export interface JobRun {
  readonly jobId: string;
  readonly workflowId: string;
  readonly objectId: string | null;
  readonly askedBy: string;
}

export interface RunReportsStore {
  /** The run of the job: the one that there is, asked for by whom is said, or a new one that waits. Gives its id. */
  requestOfJob(asked: JobRun): Promise<string>;
  /** Keeps an event, and the run as `decide` has it, in one commit. What `decide` throws leaves everything as it is. */
  tell(
    runId: string,
    event: ToldEvent,
    who: string,
    decide: (known: RunToTell | undefined) => Run,
  ): Promise<void>;
}

export const WORK_QUEUE = Symbol('WORK_QUEUE');

/** Word that a job of a workflow is claimable. */
export interface Bell {
  readonly workflowId: string;
  readonly jobId: string;
}

/** The queue on which jobs are advertised (design 4). It holds doorbells, never the truth, and may lose them all. */
export interface WorkQueue {
  /** Rings without waiting and never fails: what is lost is rung again within a second or so. */
  ring(bells: readonly Bell[]): void;
  /** How many bells of each of these workflows wait, or were handed out and not answered. */
  waiting(workflowIds: readonly string[]): Promise<Map<string, number>>;
  /** Makes the queue that sites fetch the bells of this workflow from, unless this process knows that it is there. */
  ensureQueue(workflowId: string): Promise<void>;
}

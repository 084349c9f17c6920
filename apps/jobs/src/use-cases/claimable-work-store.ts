export const CLAIMABLE_WORK_STORE = Symbol('CLAIMABLE_WORK_STORE');

export interface ClaimableWorkStore {
  /** Workflows that have claimable jobs now: one index probe for each workflow that has queued jobs. */
  workflows(): Promise<string[]>;
  /** Ids of the claimable jobs of a workflow, in turn, from the one numbered `from` to before the one numbered `to`. */
  jobIds(workflowId: string, from: number, to: number): Promise<string[]>;
}

/** Why a run was stopped from outside. */
export class RunStopped extends Error {
  /** `code` is `operation-…` when the operation was ended by other hands, `draining` when this process goes down. */
  constructor(readonly code: string) {
    super(`stopped: ${code}`);
    this.name = 'RunStopped';
  }
}

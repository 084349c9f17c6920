import type { SeededEntry, Workflow, WorkflowPatch } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

export const WORKFLOWS_STORE = Symbol('WORKFLOWS_STORE');

export interface NewWorkflow {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly capabilityIds: readonly string[];
}

/** What came of asking to delete a workflow: `in-use` while a job of it is queued or claimed. */
export type Deletion = 'deleted' | 'in-use' | 'unknown';

export interface WorkflowsStore {
  /** The registered workflows in the order of their registration. */
  list(): Promise<Workflow[]>;
  /** Gives undefined when the id is registered already. */
  register(workflow: NewWorkflow): Promise<Workflow | undefined>;
  /** Changes what is named. Gives undefined when there is no such registered workflow. */
  change(id: string, changes: WorkflowPatch): Promise<Workflow | undefined>;
  delete(id: string): Promise<Deletion>;
  /** Registers those that were never seeded before; what became of the others, deletion included, stands. */
  seed(workflows: readonly SeededEntry[]): Promise<void>;
  /** Once for each of them: makes it one that only this site may run. */
  seedOnlySite(ids: readonly string[], siteId: string): Promise<void>;
}

export function unknownWorkflow(id: string): DomainError {
  return new DomainError('not-found', `There is no registered workflow ${JSON.stringify(id)}.`);
}

import type { Workflow } from '@callboard/contracts';
import type { SeededWorkflow } from '../domain/seeded-workflows';

export const WORKFLOWS_STORE = Symbol('WORKFLOWS_STORE');

export interface NewWorkflow {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly capabilityIds: readonly string[];
}

export interface WorkflowsStore {
  /** The registered workflows in the order of their registration. */
  list(): Promise<Workflow[]>;
  /** Gives undefined when the id is registered already. */
  register(workflow: NewWorkflow): Promise<Workflow | undefined>;
  /** Registers those that are not registered yet; leaves edited ones alone. */
  seed(workflows: readonly SeededWorkflow[]): Promise<void>;
}

import type { Caller, Workflow } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { requireRuntimeAdmin } from './rights';
import { type NewWorkflow, WORKFLOWS_STORE, type WorkflowsStore } from './workflows-store';

/** Id of the runtime's own site, a setting. */
export const RUNTIME_SITE_ID = Symbol('RUNTIME_SITE_ID');

@Injectable()
export class RegisterWorkflow {
  constructor(
    @Inject(WORKFLOWS_STORE) private readonly workflows: WorkflowsStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /** Registers a workflow; jobs made from now on copy its capabilities. Refusals: `forbidden`, `already-exists`. */
  async execute(workflow: NewWorkflow, caller: Caller): Promise<Workflow> {
    requireRuntimeAdmin(caller, this.runtimeSiteId);
    const registered = await this.workflows.register(workflow);
    if (registered) return registered;
    throw new DomainError(
      'already-exists',
      `The workflow ${workflow.id} is registered already: choose another id.`,
    );
  }
}

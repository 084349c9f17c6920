import type { Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { RUNTIME_SITE_ID } from './register-workflow';
import { requireRuntimeAdmin } from './rights';
import { unknownWorkflow, WORKFLOWS_STORE, type WorkflowsStore } from './workflows-store';

@Injectable()
export class DeleteWorkflow {
  constructor(
    @Inject(WORKFLOWS_STORE) private readonly workflows: WorkflowsStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /** Takes a workflow out of the registry; its ended jobs stay. Refusals: `forbidden`, `not-found`, `workflow-in-use`. */
  async execute(id: string, caller: Caller): Promise<void> {
    requireRuntimeAdmin(caller, this.runtimeSiteId);
    const deletion = await this.workflows.delete(id);
    if (deletion === 'unknown') throw unknownWorkflow(id);
    if (deletion === 'in-use') {
      const text = `Jobs of the workflow ${id} are open: wait until they have ended. Pausing it keeps others from starting.`;
      throw new DomainError('workflow-in-use', text);
    }
  }
}

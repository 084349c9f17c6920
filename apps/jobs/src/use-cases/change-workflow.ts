import type { Caller, Workflow, WorkflowPatch } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { RUNTIME_SITE_ID } from './register-workflow';
import { requireRuntimeAdmin } from './rights';
import { unknownWorkflow, WORKFLOWS_STORE, type WorkflowsStore } from './workflows-store';

@Injectable()
export class ChangeWorkflow {
  constructor(
    @Inject(WORKFLOWS_STORE) private readonly workflows: WorkflowsStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /** Changes or pauses a workflow; what is left out stays. Refusals: `forbidden`, `not-found`. */
  async execute(id: string, changes: WorkflowPatch, caller: Caller): Promise<Workflow> {
    requireRuntimeAdmin(caller, this.runtimeSiteId);
    const workflow = await this.workflows.change(id, changes);
    if (workflow) return workflow;
    throw unknownWorkflow(id);
  }
}

import {
  changeWorkflow,
  createWorkflow,
  deleteWorkflow,
  listWorkflows,
  type Workflow,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { ChangeWorkflow } from '../use-cases/change-workflow';
import { DeleteWorkflow } from '../use-cases/delete-workflow';
import { RegisterWorkflow } from '../use-cases/register-workflow';
import { WORKFLOWS_STORE, type WorkflowsStore } from '../use-cases/workflows-store';

/** The registry of workflows. */
@Controller()
export class WorkflowsRequests {
  constructor(
    @Inject(WORKFLOWS_STORE) private readonly workflows: WorkflowsStore,
    private readonly registerWorkflow: RegisterWorkflow,
    private readonly changeWorkflow: ChangeWorkflow,
    private readonly deleteWorkflow: DeleteWorkflow,
  ) {}

  @OnRequest(listWorkflows)
  async list(): Promise<{ workflows: Workflow[] }> {
    return { workflows: await this.workflows.list() };
  }

  @OnRequest(createWorkflow)
  create(input: z.infer<typeof createWorkflow.input>, { caller }: RequestContext): Promise<Workflow> {
    const { id, name, description, capability_ids: capabilityIds } = input;
    const workflow = { id, name: name ?? null, description: description ?? null, capabilityIds };
    return this.registerWorkflow.execute(workflow, caller);
  }

  @OnRequest(changeWorkflow)
  change(
    { id, ...changes }: z.infer<typeof changeWorkflow.input>,
    { caller }: RequestContext,
  ): Promise<Workflow> {
    return this.changeWorkflow.execute(id, changes, caller);
  }

  @OnRequest(deleteWorkflow)
  async delete(
    { id }: z.infer<typeof deleteWorkflow.input>,
    { caller }: RequestContext,
  ): Promise<Record<string, never>> {
    await this.deleteWorkflow.execute(id, caller);
    return {};
  }
}

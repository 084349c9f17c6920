import {
  changeWorkflow,
  createWorkflow,
  deleteWorkflow,
  type RegistryEntry,
  ROUTES,
  type Workflow,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { entryOf, Registry } from './registry';

@Controller()
export class WorkflowsController {
  constructor(
    private readonly requests: RequestClient,
    private readonly registry: Registry,
  ) {}

  @Route(ROUTES.listWorkflows)
  list(): Promise<Workflow[]> {
    return this.registry.workflows();
  }

  @Route(ROUTES.getWorkflow)
  async get({ params }: Asked<typeof ROUTES.getWorkflow>): Promise<Workflow> {
    return entryOf(await this.registry.workflows(), params.workflow_id, 'workflow');
  }

  @Route(ROUTES.createWorkflow)
  create({ body, caller, idempotencyKey }: Asked<typeof ROUTES.createWorkflow>): Promise<Workflow> {
    return this.requests.request(createWorkflow, body, { caller, idempotencyKey });
  }

  @Route(ROUTES.changeWorkflow)
  change({ params, body, caller, idempotencyKey }: Asked<typeof ROUTES.changeWorkflow>): Promise<Workflow> {
    return this.requests.request(
      changeWorkflow,
      { ...body, id: params.workflow_id },
      { caller, idempotencyKey },
    );
  }

  /** The service `jobs` knows no triggers, so those that name the workflow are looked for here. */
  @Route(ROUTES.deleteWorkflow)
  async delete({ params, caller }: Asked<typeof ROUTES.deleteWorkflow>): Promise<void> {
    const [workflows, triggers] = await Promise.all([this.registry.workflows(), this.registry.triggers()]);
    const { id } = entryOf(workflows, params.workflow_id, 'workflow');
    const naming = triggers.find(({ workflow_id }) => workflow_id === id);
    if (naming !== undefined) {
      const text = `the trigger ${JSON.stringify(naming.id)} names this workflow: delete the trigger first`;
      throw new DomainError('workflow-in-use', text, { trigger_id: naming.id });
    }
    await this.requests.request(deleteWorkflow, { id }, { caller });
  }

  @Route(ROUTES.objectTypesOfWorkflow)
  async objectTypes({ params }: Asked<typeof ROUTES.objectTypesOfWorkflow>): Promise<RegistryEntry[]> {
    const [triggers, types] = await Promise.all([this.registry.triggers(), this.registry.objectTypes()]);
    const feeding = triggers.filter(({ workflow_id }) => workflow_id === params.workflow_id);
    return types.filter(({ id }) => feeding.some(({ object_type_id }) => object_type_id === id));
  }

  @Route(ROUTES.capabilitiesOfWorkflow)
  async capabilities({ params }: Asked<typeof ROUTES.capabilitiesOfWorkflow>): Promise<RegistryEntry[]> {
    const [workflows, known] = await Promise.all([this.registry.workflows(), this.registry.capabilities()]);
    const { capability_ids } = entryOf(workflows, params.workflow_id, 'workflow');
    return known.filter(({ id }) => capability_ids.includes(id));
  }
}

import { createObjectType, type RegistryEntry, ROUTES, type Workflow } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { entryOf, Registry } from './registry';

@Controller()
export class ObjectTypesController {
  constructor(
    private readonly requests: RequestClient,
    private readonly registry: Registry,
  ) {}

  @Route(ROUTES.listObjectTypes)
  list(): Promise<RegistryEntry[]> {
    return this.registry.objectTypes();
  }

  @Route(ROUTES.getObjectType)
  async get({ params }: Asked<typeof ROUTES.getObjectType>): Promise<RegistryEntry> {
    return entryOf(await this.registry.objectTypes(), params.object_type_id, 'object type');
  }

  @Route(ROUTES.createObjectType)
  create({ body, caller, idempotencyKey }: Asked<typeof ROUTES.createObjectType>): Promise<RegistryEntry> {
    return this.requests.request(createObjectType, body, { caller, idempotencyKey });
  }

  @Route(ROUTES.workflowsOfObjectType)
  async workflows({ params }: Asked<typeof ROUTES.workflowsOfObjectType>): Promise<Workflow[]> {
    const [triggers, workflows] = await Promise.all([this.registry.triggers(), this.registry.workflows()]);
    const fed = triggers.filter(({ object_type_id }) => object_type_id === params.object_type_id);
    return workflows.filter(({ id }) => fed.some(({ workflow_id }) => workflow_id === id));
  }
}

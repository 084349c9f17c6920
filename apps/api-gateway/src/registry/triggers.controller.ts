import { changeTrigger, createTrigger, deleteTrigger, ROUTES, type Trigger } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { entryOf, Registry } from './registry';

@Controller()
export class TriggersController {
  constructor(
    private readonly requests: RequestClient,
    private readonly registry: Registry,
  ) {}

  @Route(ROUTES.listTriggers)
  list(): Promise<Trigger[]> {
    return this.registry.triggers();
  }

  @Route(ROUTES.getTrigger)
  async get({ params }: Asked<typeof ROUTES.getTrigger>): Promise<Trigger> {
    return entryOf(await this.registry.triggers(), params.trigger_id, 'trigger');
  }

  /** The service `triggers` owns neither types nor workflows, so that both exist is checked here (contract 9, D21). */
  @Route(ROUTES.createTrigger)
  async create({ body, caller, idempotencyKey }: Asked<typeof ROUTES.createTrigger>): Promise<Trigger> {
    const [types, workflows] = await Promise.all([this.registry.objectTypes(), this.registry.workflows()]);
    const { object_type_id, workflow_id } = body;
    if (!types.some(({ id }) => id === object_type_id)) {
      throw unregistered('unknown-object-type', 'object type', object_type_id);
    }
    if (!workflows.some(({ id }) => id === workflow_id)) {
      throw unregistered('unknown-workflow', 'workflow', workflow_id);
    }
    return this.requests.request(createTrigger, body, { caller, idempotencyKey });
  }

  @Route(ROUTES.changeTrigger)
  change({ params, body, caller, idempotencyKey }: Asked<typeof ROUTES.changeTrigger>): Promise<Trigger> {
    return this.requests.request(
      changeTrigger,
      { ...body, id: params.trigger_id },
      { caller, idempotencyKey },
    );
  }

  @Route(ROUTES.deleteTrigger)
  async delete({ params, caller }: Asked<typeof ROUTES.deleteTrigger>): Promise<void> {
    await this.requests.request(deleteTrigger, { id: params.trigger_id }, { caller });
  }
}

function unregistered(code: string, kind: string, id: string): DomainError {
  return new DomainError(code, `there is no ${kind} ${JSON.stringify(id)}: register it first`);
}

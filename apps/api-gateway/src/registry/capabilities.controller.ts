import { type RegistryEntry, ROUTES } from '@callboard/contracts';
import { Controller } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { entryOf, Registry } from './registry';

@Controller()
export class CapabilitiesController {
  constructor(private readonly registry: Registry) {}

  @Route(ROUTES.listCapabilities)
  list(): Promise<RegistryEntry[]> {
    return this.registry.capabilities();
  }

  @Route(ROUTES.getCapability)
  async get({ params }: Asked<typeof ROUTES.getCapability>): Promise<RegistryEntry> {
    return entryOf(await this.registry.capabilities(), params.capability_id, 'capability');
  }
}

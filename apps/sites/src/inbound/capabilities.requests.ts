import { listCapabilities, type RegistryEntry } from '@callboard/contracts';
import { OnRequest } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { CAPABILITIES_STORE, type CapabilitiesStore } from '../use-cases/capabilities-store';

@Controller()
export class CapabilitiesRequests {
  constructor(@Inject(CAPABILITIES_STORE) private readonly capabilities: CapabilitiesStore) {}

  @OnRequest(listCapabilities)
  async listCapabilities(): Promise<{ capabilities: RegistryEntry[] }> {
    return { capabilities: await this.capabilities.list() };
  }
}

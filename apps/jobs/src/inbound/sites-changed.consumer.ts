import { sitesChanged } from '@callboard/contracts';
import { OnEvent } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { SITE_CAPABILITIES_STORE, type SiteCapabilitiesStore } from '../use-cases/site-capabilities-store';

@Controller()
export class SitesChangedConsumer {
  constructor(@Inject(SITE_CAPABILITIES_STORE) private readonly sites: SiteCapabilitiesStore) {}

  @OnEvent(sitesChanged)
  async hear({ items }: z.infer<typeof sitesChanged.payload>): Promise<void> {
    await this.sites.keep(
      items.map((item) => ({ siteId: item.id, version: item.version, capabilityIds: item.capability_ids })),
    );
  }
}

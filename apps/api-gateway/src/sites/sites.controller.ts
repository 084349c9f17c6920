import {
  createSite,
  getSites,
  grantCapabilities,
  listSites,
  ROUTES,
  type Site,
  type SiteCreated,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller, type StreamableFile } from '@nestjs/common';
import { onlyItem } from '../lists/batch';
import { streamedList } from '../lists/streamed-list';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

@Controller()
export class SitesController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.createSite)
  async create({ body, caller, idempotencyKey }: Asked<typeof ROUTES.createSite>): Promise<SiteCreated> {
    const { id, capability_ids } = await this.requests.request(createSite, body, { caller, idempotencyKey });
    return { id, capability_ids, clients: [] };
  }

  @Route(ROUTES.listSites)
  list({ query }: Asked<typeof ROUTES.listSites>): Promise<StreamableFile> {
    return streamedList(query, {
      collection: 'sites',
      read: async (part) => {
        const { sites, more } = await this.requests.request(listSites, part);
        return { items: sites, more };
      },
      view: siteView,
    });
  }

  @Route(ROUTES.getSite)
  async get({ params }: Asked<typeof ROUTES.getSite>): Promise<Site> {
    return siteView(onlyItem(await this.requests.request(getSites, { ids: [params.site_id] })));
  }

  @Route(ROUTES.grantCapabilities)
  async grant({
    params,
    body,
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.grantCapabilities>): Promise<Site> {
    const order = { site_id: params.site_id, capability_ids: body };
    return siteView(await this.requests.request(grantCapabilities, order, { caller, idempotencyKey }));
  }
}

/** Clients of a site never appear here (contract 1.2), whatever a newer service may send. */
function siteView({ id, capability_ids }: Site): Site {
  return { id, capability_ids };
}

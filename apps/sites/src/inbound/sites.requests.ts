import {
  accepted,
  createSite,
  getSites,
  grantCapabilities,
  type ItemReply,
  type ListInput,
  listSites,
  refused,
  type Site,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { CreateSite } from '../use-cases/create-site';
import { GrantCapabilities } from '../use-cases/grant-capabilities';
import { SITES_STORE, type SitesStore } from '../use-cases/sites-store';

@Controller()
export class SitesRequests {
  constructor(
    private readonly create: CreateSite,
    private readonly grant: GrantCapabilities,
    @Inject(SITES_STORE) private readonly sites: SitesStore,
  ) {}

  @OnRequest(createSite)
  createSite(input: { id: string; capability_ids: string[] }, { caller }: RequestContext): Promise<Site> {
    return this.create.execute(input, caller);
  }

  @OnRequest(grantCapabilities)
  grantCapabilities(
    { site_id, capability_ids }: { site_id: string; capability_ids: string[] },
    { caller }: RequestContext,
  ): Promise<Site> {
    return this.grant.execute(site_id, capability_ids, caller);
  }

  @OnRequest(listSites)
  listSites(asked: ListInput): Promise<{ sites: Site[]; more: boolean }> {
    return this.sites.page(asked);
  }

  @OnRequest(getSites)
  async getSites({ ids }: { ids: string[] }): Promise<{ items: ItemReply<Site>[] }> {
    const found = new Map((await this.sites.find(ids)).map((site) => [site.id, site]));
    const items = ids.map((id) => {
      const site = found.get(id);
      return site === undefined ? refused('not-found', `there is no site '${id}'`) : accepted(site);
    });
    return { items };
  }
}

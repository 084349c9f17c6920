import {
  type Caller,
  getSites,
  mayDo,
  openPutOperations,
  type OperationReply,
  ROUTES,
  SIGNED_SECONDS,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { onlyItem } from '../lists/batch';
import type { ObjectAccess } from '../objects/object-access';
import { fullOperation } from '../operations/operation.view';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings';
import { keyAsked, ObjectStore } from './object-store';

/** Bytes in the object store of the runtime's own site (contract 2.2, 5). */
@Controller()
export class ObjectStorageController {
  constructor(
    private readonly requests: RequestClient,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
    private readonly store: ObjectStore,
  ) {}

  @Route(ROUTES.putObject)
  async put({
    params,
    body,
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.putObject>): Promise<OperationReply> {
    await this.demandOwner(params.site_id, caller);
    const put = { mime_type: body.mime_type, store_url: this.store.url, expires_in_seconds: SIGNED_SECONDS };
    const reply = await this.requests.request(
      openPutOperations,
      { items: [put] },
      { caller, idempotencyKey },
    );
    const operation = onlyItem(reply);
    const url = await this.store.linkToPut(String(operation.metadata['object_id']), body.mime_type);
    return fullOperation({ ...operation, metadata: { ...operation.metadata, url } });
  }

  @Route(ROUTES.getObjectLink)
  async link({ params, body, caller }: Asked<typeof ROUTES.getObjectLink>): Promise<ObjectAccess> {
    await this.demandOwner(params.site_id, caller);
    return { headers: null, url: await this.store.linkToGet(keyAsked(params.site_id, body.access_id)) };
  }

  /** The store is that of the runtime's own site, and of its clients (contract 2.2). */
  private async demandOwner(siteId: string, caller: Caller): Promise<void> {
    const runtimeSite = this.settings.RUNTIME_SITE_ID;
    const isOwner = siteId === runtimeSite && mayDo('runtime-site', caller, { runtimeSite });
    if (isOwner) return;
    onlyItem(await this.requests.request(getSites, { ids: [siteId] }));
    const text = `only ${runtimeSite}, the runtime's own site, has an object store, for its own clients`;
    throw new DomainError('forbidden', text);
  }
}

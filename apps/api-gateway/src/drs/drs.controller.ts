import {
  DRS_BULK,
  DRS_VERSION,
  type DrsAccessUrl,
  type DrsAuthorizations,
  type DrsDocument,
  type DrsServiceInfo,
  ROUTES,
} from '@callboard/contracts';
import { Controller } from '@nestjs/common';
import { ObjectAccesses } from '../objects/object-access';
import { PublicAddress } from '../public-address';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { CALLBOARD_VERSION } from '../system/versions';
import { drsAccessUrlOf } from './drs-object.view';
import { DrsObjects } from './drs-objects';

/** GA4GH Data Repository Service 1.5, object by object (ADR 23). */
@Controller()
export class DrsController {
  constructor(
    private readonly objects: DrsObjects,
    private readonly accesses: ObjectAccesses,
    private readonly address: PublicAddress,
  ) {}

  @Route(ROUTES.drsServiceInfo)
  serviceInfo(): DrsServiceInfo {
    const { base, host } = this.address;
    const { hostname } = new URL(base);
    return {
      id: [...hostname.split('.').reverse(), 'drs'].join('.'),
      name: host,
      type: { group: 'org.ga4gh', artifact: 'drs', version: DRS_VERSION },
      description: 'Objects that jobs read and make.',
      organization: { name: host, url: base },
      documentationUrl: `${base}/docs`,
      version: CALLBOARD_VERSION,
      maxBulkRequestLength: DRS_BULK,
      drs: { maxBulkRequestLength: DRS_BULK },
    };
  }

  @Route(ROUTES.ga4ghObject)
  async get({ params, query }: Asked<typeof ROUTES.ga4ghObject>): Promise<DrsDocument> {
    return this.objects.document(await this.objects.one(params.object_id), query.expand === 'true');
  }

  @Route(ROUTES.drsObject)
  async post({ params, body }: Asked<typeof ROUTES.drsObject>): Promise<DrsDocument> {
    return this.objects.document(await this.objects.one(params.object_id), body.expand);
  }

  @Route(ROUTES.drsObjectOptions)
  async options({ params }: Asked<typeof ROUTES.drsObjectOptions>): Promise<DrsAuthorizations> {
    return openToAll((await this.objects.one(params.object_id)).id);
  }

  @Route(ROUTES.drsAccess)
  access({ params }: Asked<typeof ROUTES.drsAccess>): Promise<DrsAccessUrl> {
    return this.accessOf(params.object_id, params.access_id);
  }

  @Route(ROUTES.drsAccessOrder)
  postAccess({ params }: Asked<typeof ROUTES.drsAccessOrder>): Promise<DrsAccessUrl> {
    return this.accessOf(params.object_id, params.access_id);
  }

  private async accessOf(objectId: string, accessId: string): Promise<DrsAccessUrl> {
    return drsAccessUrlOf(await this.accesses.of(await this.objects.one(objectId), accessId));
  }
}

/** Every object is for everybody to read. */
export const openToAll = (id: string): DrsAuthorizations => ({
  drs_object_id: id,
  supported_types: ['None'],
});

import { listPromisedObjects } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';
import type { ObjectPromises } from '../use-cases/object-promises';

const SELF = { kind: 'service', service: 'objects' } as const;

/** The service `operations` knows what it promised. */
@Injectable()
export class AskedPromises implements ObjectPromises {
  constructor(private readonly requests: RequestClient) {}

  async kept(siteId: string, objectIds: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = { site_id: siteId, object_ids: [...objectIds] };
    const { object_ids } = await this.requests.request(listPromisedObjects, asked, { caller: SELF });
    return new Set(object_ids);
  }
}

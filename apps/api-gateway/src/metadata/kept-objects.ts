import {
  type Caller,
  type DrsObjectIn,
  getObjects,
  registerObjects,
  type StoredObject,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ONE_DOCUMENT, onlyItem } from '../lists/batch';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings';
import type { KeptStream } from './kept-stream';

const sameObject = z.object({ object_id: z.string() });

/** The object that holds bytes, and whether they were known before. */
export interface KeptObject {
  readonly id: string;
  readonly isNew: boolean;
}

/** Bytes that were handed in, as objects of the runtime's own site. */
@Injectable()
export class KeptObjects {
  constructor(
    private readonly requests: RequestClient,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  /** On whose behalf they are kept. */
  get runtime(): Caller {
    return { kind: 'site', siteId: this.settings.RUNTIME_SITE_ID, clientId: 'api-gateway' };
  }

  /** The object of these bytes: a new one, or the one that has them. */
  async of(
    kept: KeptStream,
    described: Pick<DrsObjectIn, 'name' | 'mime_type' | 'description'>,
    key: string | undefined,
  ): Promise<KeptObject> {
    const { size, sha256 } = await kept.finish();
    const object = {
      ...described,
      size,
      checksums: [{ type: 'sha256', checksum: sha256 }],
      created_time: new Date().toISOString(),
      access_methods: [],
    };
    const item = { object, upload_id: kept.uploadId };
    const options = { caller: this.runtime, idempotencyKey: key && `${key}/object` };
    const { items } = await this.requests.request(registerObjects, { items: [item] }, options);
    const [reply] = items;
    if (reply?.ok === false && reply.error.code === 'object-exists') {
      const known = sameObject.safeParse(reply.error.details);
      if (known.success) return { id: known.data.object_id, isNew: false };
    }
    return { id: onlyItem({ items }).id, isNew: true };
  }

  async get(id: string): Promise<StoredObject> {
    return onlyItem(await this.requests.request(getObjects, { ids: [id] }, ONE_DOCUMENT));
  }
}

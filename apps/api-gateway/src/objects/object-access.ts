import { keyInStore, type StoredObject } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ObjectStore } from '../object-storage/object-store';
import { PublicAddress } from '../public-address';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings';

/** AccessURL (contract 1.1). */
export interface ObjectAccess {
  headers: null;
  url: string;
}

/** Where the bytes behind an access id are (contract 2.4). */
@Injectable()
export class ObjectAccesses {
  constructor(
    private readonly address: PublicAddress,
    private readonly store: ObjectStore,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  /**
   * Bytes that are kept here have the object's id as access id, those in the object store `<runtime site>:<key>`.
   *
   * @throws DomainError `not-found` when the object has no such access id, or nothing here can resolve it;
   *   `object-storage-missing`
   */
  async of(object: StoredObject, accessId: string): Promise<ObjectAccess> {
    if (object.stored && accessId === object.id) {
      const url = `${this.address.base}/metadata/stored_files/${encodeURIComponent(object.id)}`;
      return { headers: null, url };
    }
    const key = this.keyOf(object, accessId);
    if (key !== undefined) return { headers: null, url: await this.store.linkToGet(key) };
    const text = `the object ${object.id} has no access id ${JSON.stringify(accessId)} that can be resolved here`;
    throw new DomainError('not-found', text);
  }

  /** Only the site whose store it is may lead everybody to bytes in it: any site can name any key. */
  private keyOf(object: StoredObject, accessId: string): string | undefined {
    const site = this.settings.RUNTIME_SITE_ID;
    return object.manager === site && accessIdsOf(object).includes(accessId)
      ? keyInStore(site, accessId)
      : undefined;
  }
}

function accessIdsOf({ document }: StoredObject): unknown[] {
  const methods = document['access_methods'];
  return Array.isArray(methods) ? methods.map((method: { access_id?: unknown }) => method.access_id) : [];
}

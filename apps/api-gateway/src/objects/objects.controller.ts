import {
  changeObject,
  type DrsObject,
  type DrsObjectWithTypes,
  getObjects,
  listObjects,
  registerObjects,
  type RegistryEntry,
  ROUTES,
  type StoredObject,
  tagObjects,
} from '@callboard/contracts';
import { currentTraceparent, RequestClient, type RequestOptions } from '@callboard/messaging';
import { Controller, type StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { ReplyInstead } from '../errors/reply-instead';
import { GatheredRequest } from '../gathering/gathered-request';
import { ONE_DOCUMENT, onlyItem } from '../lists/batch';
import { streamedList } from '../lists/streamed-list';
import { PublicAddress } from '../public-address';
import { Registry } from '../registry/registry';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { ObjectAccesses, type ObjectAccess } from './object-access';
import { fullObject, fullObjectWithTypes, rawObject, setObject } from './object.view';

/** The one id that leads to a page outside; no page is asked whether it knows an object (contract 2.4, 9 D11). */
const SCHEMA = { id: 'nmdc', url: 'https://microbiomedata.github.io/nmdc-schema' };

type TagItem = z.infer<typeof tagObjects.input>['items'][number];

@Controller()
export class ObjectsController {
  private readonly taggings;

  constructor(
    private readonly requests: RequestClient,
    private readonly registry: Registry,
    private readonly address: PublicAddress,
    private readonly accesses: ObjectAccesses,
  ) {
    this.taggings = new GatheredRequest(
      requests,
      tagObjects,
      (items: TagItem[]) => ({ items }),
      // Of two lists for one object each is to be told, so that no trigger is passed over.
      (item) => item.object_id,
    );
  }

  @Route(ROUTES.createObject)
  async create({
    body,
    caller,
    operation,
    idempotencyKey,
  }: Asked<typeof ROUTES.createObject>): Promise<DrsObject> {
    const asked = { items: [{ object: body }], operation_id: operation };
    const reply = await this.requests.request(registerObjects, asked, { caller, idempotencyKey });
    return fullObject(onlyItem(reply), this.address.host);
  }

  @Route(ROUTES.listObjects)
  list({ query }: Asked<typeof ROUTES.listObjects>): Promise<StreamableFile> {
    return streamedList(query, {
      collection: 'objects',
      read: async (part) => {
        const { objects, more } = await this.requests.request(listObjects, part);
        return { items: objects, more };
      },
      view: (object) => rawObject(object, this.address.host),
      nullAtEnd: true,
    });
  }

  @Route(ROUTES.getObject)
  async get({ params }: Asked<typeof ROUTES.getObject>): Promise<DrsObject> {
    if (params.object_id === SCHEMA.id) {
      throw new ReplyInstead(307, { url: SCHEMA.url }, undefined, { Location: SCHEMA.url });
    }
    return setObject(await this.find(params.object_id), this.address.host);
  }

  @Route(ROUTES.changeObject)
  async change({
    params,
    body,
    caller,
    operation,
    idempotencyKey,
  }: Asked<typeof ROUTES.changeObject>): Promise<DrsObject> {
    const asked = { object_id: params.object_id, changes: body, operation_id: operation };
    return fullObject(
      await this.requests.request(changeObject, asked, { caller, idempotencyKey }),
      this.address.host,
    );
  }

  /** Tags that are not registered are dropped (contract 2.4). */
  @Route(ROUTES.typesOfObject)
  async types({ params }: Asked<typeof ROUTES.typesOfObject>): Promise<RegistryEntry[]> {
    const [object, registered] = await Promise.all([
      this.find(params.object_id),
      this.registry.objectTypes(),
    ]);
    return registered.filter(({ id }) => object.types.includes(id));
  }

  @Route(ROUTES.tagObject)
  async tag({
    params,
    body,
    caller,
    operation,
    idempotencyKey,
  }: Asked<typeof ROUTES.tagObject>): Promise<DrsObjectWithTypes> {
    const item = { object_id: params.object_id, types: body };
    const tagged =
      operation === undefined && idempotencyKey === undefined
        ? await this.taggings.ask({ ...item, traceparent: currentTraceparent() }, caller)
        : await this.tagAlone(item, operation, { caller, idempotencyKey });
    return fullObjectWithTypes(tagged, this.address.host);
  }

  @Route(ROUTES.objectAccess)
  async access({ params }: Asked<typeof ROUTES.objectAccess>): Promise<ObjectAccess> {
    return this.accesses.of(await this.find(params.object_id), params.access_id);
  }

  /** In the trace of the request, which is none of its body: that of a repeat is the same. */
  private async tagAlone(
    item: TagItem,
    operation_id: string | undefined,
    options: RequestOptions,
  ): Promise<StoredObject> {
    const asked = { items: [item], operation_id };
    return onlyItem(await this.requests.request(tagObjects, asked, { ...options, ...ONE_DOCUMENT }));
  }

  private async find(id: string): Promise<StoredObject> {
    return onlyItem(await this.requests.request(getObjects, { ids: [id] }, ONE_DOCUMENT));
  }
}

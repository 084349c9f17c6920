import {
  changeObject,
  getObjects,
  listObjects,
  registerObjects,
  type StoredObject,
  tagObjects,
} from '@callboard/contracts';
import { OperationFence } from '@callboard/fencing';
import { DomainError } from '@callboard/kernel';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { unknownObject } from '../domain/tagging';
import { ChangeObject } from '../use-cases/change-object';
import {
  OBJECTS_STORE,
  type ObjectsStore,
  WRITTEN_BYTES,
  WRITTEN_BYTES_OF_SITES,
} from '../use-cases/objects-store';
import { RegisterObjects } from '../use-cases/register-objects';
import { TagObjects } from '../use-cases/tag-objects';
import { type InputOf, type Replies, repliesOf } from './item-replies';

/** Objects: their descriptions and types. */
@Controller()
export class ObjectsRequests {
  constructor(
    private readonly registerObjects: RegisterObjects,
    private readonly tagObjects: TagObjects,
    private readonly changeObject: ChangeObject,
    @Inject(OBJECTS_STORE) private readonly objects: ObjectsStore,
    private readonly fence: OperationFence,
  ) {}

  @OnRequest(registerObjects)
  async register(
    { items, operation_id }: InputOf<typeof registerObjects>,
    { caller, door }: RequestContext,
  ): Promise<Replies<StoredObject>> {
    const described = items.map(({ object, upload_id: uploadId, registration_key: registrationKey }) => ({
      object,
      uploadId,
      registrationKey,
    }));
    const mostBytes = door === 'site' ? WRITTEN_BYTES_OF_SITES : WRITTEN_BYTES;
    const register = () => this.registerObjects.execute(described, caller, mostBytes);
    return repliesOf(await this.fence.under(operation_id, caller, register));
  }

  /** Open to everybody (contract 2.4). */
  @OnRequest(listObjects)
  list(asked: InputOf<typeof listObjects>): Promise<{ objects: StoredObject[]; more: boolean }> {
    return this.objects.page(asked);
  }

  @OnRequest(getObjects)
  async get({ ids }: InputOf<typeof getObjects>): Promise<Replies<StoredObject>> {
    const { objects, leftOut } = await this.objects.find([...new Set(ids)]);
    const tooMuch = new DomainError(
      'too-large',
      'too much was asked for at once: ask for this object by itself',
    );
    return repliesOf(ids.map((id) => objects.get(id) ?? (leftOut.has(id) ? tooMuch : unknownObject(id))));
  }

  @OnRequest(changeObject)
  change(
    { object_id: id, changes, operation_id }: InputOf<typeof changeObject>,
    { caller }: RequestContext,
  ): Promise<StoredObject> {
    return this.fence.under(operation_id, caller, () => this.changeObject.execute(id, changes, caller));
  }

  @OnRequest(tagObjects)
  async tag(
    { items, operation_id }: InputOf<typeof tagObjects>,
    { caller, traceparent }: RequestContext,
  ): Promise<Replies<StoredObject>> {
    const taggings = items.map(({ object_id: objectId, types, traceparent: own }) => ({
      objectId,
      types,
      traceparent: own ?? traceparent,
    }));
    const tag = () => this.tagObjects.execute(taggings, caller);
    return repliesOf(await this.fence.under(operation_id, caller, tag));
  }
}

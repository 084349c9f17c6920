import { createObjectType, listObjectTypes, type RegistryEntry } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { OBJECT_TYPES_STORE, type ObjectTypesStore } from '../use-cases/object-types-store';
import { RegisterObjectType } from '../use-cases/register-object-type';
import type { InputOf } from './item-replies';

/** The registry of object types. */
@Controller()
export class ObjectTypesRequests {
  constructor(
    @Inject(OBJECT_TYPES_STORE) private readonly types: ObjectTypesStore,
    private readonly registerObjectType: RegisterObjectType,
  ) {}

  @OnRequest(listObjectTypes)
  async list(): Promise<{ object_types: RegistryEntry[] }> {
    return { object_types: await this.types.list() };
  }

  @OnRequest(createObjectType)
  create(
    { id, name, description }: InputOf<typeof createObjectType>,
    { caller }: RequestContext,
  ): Promise<RegistryEntry> {
    const type = { id, name: name ?? null, description: description ?? null };
    return this.registerObjectType.execute(type, caller);
  }
}

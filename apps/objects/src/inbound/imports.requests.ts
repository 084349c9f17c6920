import { type ImportAnswer, importObjects, importObjectTypes } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { ImportObjects } from '../use-cases/import-objects';
import type { InputOf } from './item-replies';

type Answers = Promise<{ items: ImportAnswer[] }>;

/** What the importer brings in. */
@Controller()
export class ImportsRequests {
  constructor(private readonly importObjects: ImportObjects) {}

  @OnRequest(importObjectTypes)
  async types({ items }: InputOf<typeof importObjectTypes>, { caller }: RequestContext): Answers {
    return { items: await this.importObjects.executeTypes(items, caller) };
  }

  @OnRequest(importObjects)
  async objects({ items }: InputOf<typeof importObjects>, { caller }: RequestContext): Answers {
    return { items: await this.importObjects.execute(items, caller) };
  }
}

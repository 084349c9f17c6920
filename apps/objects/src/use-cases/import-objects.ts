import {
  type Caller,
  demandImporter,
  type ImportAnswer,
  type ImportedEntry,
  type ImportedObject,
  nameOfCaller,
} from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { IMPORTS_STORE, type ImportsStore } from './imports-store';
import { OBJECT_JOURNAL, type ObjectJournal } from './object-journal';

/** Takes in objects and object types of another runtime (ADR 24). Refusal: `forbidden` to everybody but the importer. */
@Injectable()
export class ImportObjects {
  constructor(
    @Inject(IMPORTS_STORE) private readonly store: ImportsStore,
    @Inject(OBJECT_JOURNAL) private readonly journal: ObjectJournal,
  ) {}

  async execute(objects: readonly ImportedObject[], caller: Caller): Promise<ImportAnswer[]> {
    demandImporter(caller);
    const { answers, taken } = await this.store.objects(objects);
    this.journal.registered(taken, nameOfCaller(caller));
    return answers;
  }

  async executeTypes(types: readonly ImportedEntry[], caller: Caller): Promise<ImportAnswer[]> {
    demandImporter(caller);
    return this.store.objectTypes(types);
  }
}

import { type Caller, type DrsObjectPatch, nameOfCaller, type StoredObject } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { changedDocument } from '../domain/changed-object';
import { unknownObject } from '../domain/tagging';
import { OBJECT_JOURNAL, type ObjectJournal } from './object-journal';
import { OBJECTS_STORE, type ObjectsStore, WRITTEN_BYTES } from './objects-store';

@Injectable()
export class ChangeObject {
  constructor(
    @Inject(OBJECTS_STORE) private readonly objects: ObjectsStore,
    @Inject(OBJECT_JOURNAL) private readonly journal: ObjectJournal,
  ) {}

  /** Changes the description of one object. Refusals: those of {@link changedDocument}, `not-found`, `object-exists`, `too-large`. */
  async execute(objectId: string, changes: DrsObjectPatch, caller: Caller): Promise<StoredObject> {
    const object = await this.objects.change(objectId, (current) => {
      const document = changedDocument(current, changes, caller);
      const bytes = Buffer.byteLength(JSON.stringify(document));
      if (bytes <= WRITTEN_BYTES) return document;
      const text = `the object would take ${bytes} bytes to describe, at most ${WRITTEN_BYTES}: say less`;
      throw new DomainError('too-large', text);
    });
    if (object === undefined) throw unknownObject(objectId);
    this.journal.changed(object, nameOfCaller(caller));
    return object;
  }
}

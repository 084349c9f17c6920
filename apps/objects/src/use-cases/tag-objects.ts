import { type Caller, nameOfCaller, type StoredObject } from '@callboard/contracts';
import type { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { planTagging, type Tagging, type TaggingPlan, unknownObject } from '../domain/tagging';
import { OBJECT_JOURNAL, type ObjectJournal } from './object-journal';
import { OBJECTS_STORE, type ObjectsStore, WRITTEN_BYTES } from './objects-store';
import { wholeOrEach } from './whole-or-each';

/** The object as it is now, or why its types were not changed. */
type Answer = StoredObject | DomainError;

/** Replaces the types of objects, and tells which they gained and lost. */
@Injectable()
export class TagObjects {
  constructor(
    @Inject(OBJECTS_STORE) private readonly store: ObjectsStore,
    @Inject(OBJECT_JOURNAL) private readonly journal: ObjectJournal,
  ) {}

  async execute(items: readonly Tagging[], caller: Caller): Promise<Answer[]> {
    const work = (some: readonly Tagging[]): Promise<Answer[]> => this.tag(some, caller);
    return wholeOrEach(items, work, (error) => this.journal.failed(error, 'tagging objects'));
  }

  private async tag(items: readonly Tagging[], caller: Caller): Promise<Answer[]> {
    let plan: TaggingPlan = { changes: [], refusals: [] };
    const objectIds = [...new Set(items.map(({ objectId }) => objectId))];
    const types = [...new Set(items.flatMap((item) => item.types))];
    const { objects, changes } = await this.store.retag({ objectIds, types }, (found, registered) => {
      plan = planTagging(items, found, { caller, registered, replyBytes: WRITTEN_BYTES });
      return plan.changes;
    });
    this.journal.tagged(changes, nameOfCaller(caller));
    return items.map(
      ({ objectId }, at) => plan.refusals[at] ?? objects.get(objectId) ?? unknownObject(objectId),
    );
  }
}

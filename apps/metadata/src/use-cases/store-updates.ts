import { randomUUID } from 'node:crypto';
import { type Caller, nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import { DATED_COLLECTIONS } from './dated-collections';
import { StageDocuments } from './stage-documents';
import { SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';
import { UPDATES_STORE, type UpdatesStore } from './updates-store';

/** A document as it was found, and what becomes of it. */
export interface Updated {
  readonly before: Record<string, unknown>;
  readonly version: number;
  readonly after: Record<string, unknown>;
}

/** Most documents that are held against the schema at once. */
const BATCH = 100;

/** Stages documents that were changed, to be checked and applied like any submission. */
@Injectable()
export class StoreUpdates {
  constructor(
    @Inject(UPDATES_STORE) private readonly updates: UpdatesStore,
    @Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore,
    private readonly stageDocuments: StageDocuments,
    private readonly active: ActiveSchemaReader,
  ) {}

  /** Gives how many have changed. Refusals: `invalid-metadata`, `document-changed`, `schema-changed`. */
  async execute(collection: string, changed: ReadonlyMap<string, Updated>, caller: Caller): Promise<number> {
    const { version: schemaVersion } = await this.active.read();
    const submissionId = randomUUID();
    const documents = [...changed.values()].map(({ after }, place) => ({
      collection,
      place,
      document: after,
    }));
    const collections = [{ name: collection, is_list: true }];
    for (let n = 0; n * BATCH < documents.length; n += 1) {
      const items = documents.slice(n * BATCH, (n + 1) * BATCH);
      await this.stageDocuments.execute({ submissionId, n, items, collections }, caller);
    }
    const versions = Object.fromEntries([...changed].map(([id, { version }]) => [id, version]));
    const by = { who: nameOfCaller(caller), schemaVersion, datedCollections: DATED_COLLECTIONS };
    const modified = await this.updates.apply(submissionId, versions, by);
    await this.submissions.remove(submissionId);
    return modified;
  }
}

import { type Caller, nameOfCaller } from '@callboard/contracts';
import type { LastPermit } from '@callboard/fencing';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import { EFFECTS_STORE, type EffectsStore, type Results } from './effects-store';
import { demandOwn, submissionLost } from './submission-owner';
import { SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';

/** Documents of these say when they were added and changed (contract 6.4, step 5). */
const DATED = ['biosample_set', 'study_set', 'data_generation_set'];

/** Asks for a permit to write under the operation, and gives it to the work. */
export type UnderOperation = <T>(work: (permit: LastPermit) => Promise<T>) => Promise<T>;

/** Makes what was staged the documents of their collections, once for each job. */
@Injectable()
export class ApplySubmission {
  constructor(
    @Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore,
    @Inject(EFFECTS_STORE) private readonly effects: EffectsStore,
    private readonly active: ActiveSchemaReader,
  ) {}

  /** Refusals: `forbidden`, `submission-lost`, `schema-changed`, `invalid-metadata`, and those of the operation. */
  async execute(id: string, operationId: string, caller: Caller, under: UnderOperation): Promise<Results> {
    // Before anything is written a short look tells a dead operation, and whether another attempt has done it all.
    const { jobId, result } = await under((permit) => this.effects.effectOf(permit));
    if (result) return result;
    const submission = await this.submissions.find(id);
    if (!submission) throw submissionLost(id);
    demandOwn(submission, caller);
    const { version: schemaVersion } = await this.active.read();
    const by = { who: nameOfCaller(caller), operationId, jobId, schemaVersion, datedCollections: DATED };
    const results = await under((permit) => this.effects.applySubmission(id, by, permit));
    await this.submissions.remove(id);
    return results;
  }
}

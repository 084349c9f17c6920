import { type Caller, mayDo, nameOfCaller } from '@callboard/contracts';
import type { LastPermit } from '@callboard/fencing';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import { DATED_COLLECTIONS } from './dated-collections';
import { EFFECTS_STORE, type EffectsStore, type Results } from './effects-store';
import { RUNTIME_SITE_ID } from './runtime-site';
import { demandOwn, submissionLost } from './submission-owner';
import { SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';

/** Asks for a permit to write under the operation, and gives it to the work. */
export type UnderOperation = <T>(work: (permit: LastPermit) => Promise<T>) => Promise<T>;

/** Makes what was staged the documents of their collections, once for each job. */
@Injectable()
export class ApplySubmission {
  constructor(
    @Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore,
    @Inject(EFFECTS_STORE) private readonly effects: EffectsStore,
    private readonly active: ActiveSchemaReader,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** Refusals: `forbidden`, `submission-lost`, `schema-changed`, `invalid-metadata`, and those of the operation. */
  async execute(id: string, operationId: string, caller: Caller, under: UnderOperation): Promise<Results> {
    if (!mayDo('runtime-site', caller, { runtimeSite: this.runtimeSite }))
      throw new DomainError('forbidden', "Only the runtime's own site applies submissions: hand yours in.");
    // Before anything is written a short look tells a dead operation, and whether another attempt has done it all.
    const { jobId, result } = await under((permit) => this.effects.effectOf<Results>(permit));
    if (result) return result;
    const submission = await this.submissions.find(id);
    if (!submission) throw submissionLost(id);
    demandOwn(submission, caller);
    const { version: schemaVersion } = await this.active.read();
    const by = {
      who: nameOfCaller(caller),
      operationId,
      jobId,
      schemaVersion,
      datedCollections: DATED_COLLECTIONS,
    };
    const results = await under((permit) => this.effects.applySubmission(id, by, permit));
    await this.submissions.remove(id);
    return results;
  }
}

import type { Caller, Curation } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import { CURATION_STORE, type CurationStore } from './curation-store';
import { demandOwn, submissionLost } from './submission-owner';
import { SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';

/** Drops from a submission what makes it invalid. */
@Injectable()
export class CurateSubmission {
  constructor(
    @Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore,
    @Inject(CURATION_STORE) private readonly curations: CurationStore,
    private readonly active: ActiveSchemaReader,
  ) {}

  /** Refusals: `forbidden`, `submission-lost`, `schema-changed`. */
  async execute(id: string, caller: Caller): Promise<Curation> {
    const submission = await this.submissions.find(id);
    if (!submission) throw submissionLost(id);
    demandOwn(submission, caller);
    if (submission.schemaVersion !== (await this.active.read()).version)
      throw new DomainError(
        'schema-changed',
        'Another schema became active meanwhile: begin a new submission.',
      );
    const curation = await this.curations.curate(id);
    if (!curation) throw submissionLost(id);
    return curation;
  }
}

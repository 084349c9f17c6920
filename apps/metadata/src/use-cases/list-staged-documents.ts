import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { CURATION_STORE, type CurationStore, type StagedPage, type StagedPlace } from './curation-store';
import { demandOwn, submissionLost } from './submission-owner';
import { SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';

/** Reads back what was staged, page by page. */
@Injectable()
export class ListStagedDocuments {
  constructor(
    @Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore,
    @Inject(CURATION_STORE) private readonly curations: CurationStore,
  ) {}

  /** Refusals: `forbidden`, `submission-lost`. */
  async execute(
    id: string,
    after: StagedPlace | undefined,
    limit: number,
    caller: Caller,
  ): Promise<StagedPage> {
    const submission = await this.submissions.find(id);
    if (!submission) throw submissionLost(id);
    demandOwn(submission, caller);
    return this.curations.page(id, after, limit);
  }
}

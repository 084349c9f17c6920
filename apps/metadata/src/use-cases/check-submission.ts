import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { demandOwn, submissionLost } from './submission-owner';
import { SUBMISSIONS_STORE, type SubmissionsStore, type Verdict } from './submissions-store';

/** Most findings that are told of one submission. */
const MOST_FINDINGS = 1000;

/** Says what is wrong with a submission as a whole. */
@Injectable()
export class CheckSubmission {
  constructor(@Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore) {}

  /** Refusals: `forbidden`, `submission-lost`. */
  async execute(id: string, references: boolean, caller: Caller): Promise<Verdict> {
    const submission = await this.submissions.find(id);
    if (!submission) throw submissionLost(id);
    demandOwn(submission, caller);
    return this.submissions.check(id, { references }, MOST_FINDINGS);
  }
}

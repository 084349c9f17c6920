import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { demandOwn } from './submission-owner';
import { SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';

/** Removes what was staged. */
@Injectable()
export class DiscardSubmission {
  constructor(@Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore) {}

  /** Refusal: `forbidden`. */
  async execute(id: string, caller: Caller): Promise<void> {
    const submission = await this.submissions.find(id);
    if (!submission) return;
    demandOwn(submission, caller);
    await this.submissions.remove(id);
  }
}

import { accepted, type ClaimedJob, type ItemReply, type Operation, refused } from '@callboard/contracts';
import { keptStep } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { answerContested, type ClaimAnswer } from '../domain/claim-answer';
import { CLAIMS_STORE, type ClaimsStore, type ClaimTerms, type HeldClaim } from './claims-store';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import { OPERATIONS, type Operations } from './operations';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

export interface ClaimedJobs {
  items: ItemReply<ClaimedJob>[];
  /** Whether claimable jobs of the workflow are left for anybody. */
  remaining: boolean;
}

/**
 * Gives jobs to a site. The claim is committed first and its operation opened after, so a claim stands even when
 * `operations` does not answer: then this throws `unavailable`, and the same request again gives what was won.
 */
@Injectable()
export class ClaimJobs {
  constructor(
    @Inject(CLAIMS_STORE) private readonly claims: ClaimsStore,
    @Inject(OPERATIONS) private readonly operations: Operations,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
  ) {}

  /** Whatever the database picks of a workflow: by priority, then age, of what the site is able to run. */
  async ofWorkflow(workflowId: string, max: number, terms: ClaimTerms): Promise<ClaimedJobs> {
    const queueIsThere = this.queue.ensureQueue(workflowId);
    let remaining = false;
    const claims = await keptStep('claims', async () => {
      const picked = await this.claims.pick(workflowId, max, terms);
      remaining = picked.remaining;
      return picked.claims;
    });
    this.tell(claims);
    const items = await this.open(claims);
    await queueIsThere;
    return { items: claims.map((claim) => itemOf(claim, items)), remaining };
  }

  /** Named jobs, answered in the order asked. */
  async named(jobIds: readonly string[], terms: ClaimTerms): Promise<ClaimedJobs> {
    const asked = [...new Set(jobIds)];
    const won = await keptStep('claims', () => this.claims.claim(asked, terms));
    this.tell(won);
    const wonIds = new Set(won.map((claim) => claim.job.id));
    const answers = await this.answer(
      asked.filter((id) => !wonIds.has(id)),
      terms,
    );
    const again = await this.again([...answers.values()]);
    const claims = new Map([...won, ...again].map((claim) => [claim.job.id, claim]));
    const opened = await this.open([...claims.values()]);
    const items = jobIds.map((id) => {
      const claim = claims.get(id);
      return claim ? itemOf(claim, opened) : refusalOf(answers.get(id));
    });
    return { items, remaining: false };
  }

  private async answer(jobIds: string[], terms: ClaimTerms): Promise<Map<string, ClaimAnswer>> {
    if (jobIds.length === 0) return new Map();
    const contested = await this.claims.contested(jobIds, terms);
    return new Map([...contested].map(([id, job]) => [id, answerContested(terms, job)]));
  }

  private async again(answers: ClaimAnswer[]): Promise<HeldClaim[]> {
    const ids = answers.flatMap((answer) => ('operationId' in answer ? [answer.operationId] : []));
    return ids.length === 0 ? [] : this.claims.held(ids, true);
  }

  private async open(claims: HeldClaim[]): Promise<Map<string, ItemReply<Operation>>> {
    const replies = claims.length === 0 ? [] : await this.operations.open(claims);
    return new Map(
      claims.flatMap((claim, at) => {
        const reply = replies[at];
        return reply ? [[claim.operationId, reply] as const] : [];
      }),
    );
  }

  private tell(claims: HeldClaim[]): void {
    this.journal.tell(
      claims.map(({ job, operationId, siteId, traceparent }) => ({
        jobId: job.id,
        workflowId: job.workflow.id,
        to: 'claimed',
        operationId,
        siteId,
        traceparent,
      })),
    );
  }
}

function itemOf(claim: HeldClaim, opened: Map<string, ItemReply<Operation>>): ItemReply<ClaimedJob> {
  const reply = opened.get(claim.operationId);
  if (!reply) return refused('unavailable', 'The operation could not be opened: ask again.');
  if (!reply.ok) return reply;
  return accepted({ job: claim.job, operation: reply.item, traceparent: claim.traceparent });
}

function refusalOf(answer: ClaimAnswer | undefined): ItemReply<never> {
  if (answer === undefined) return refused('not-found', 'There is no such job.');
  if ('code' in answer) return refused(answer.code, answer.message);
  return refused('overloaded', 'Too much was asked for at once: claim this job by itself.');
}

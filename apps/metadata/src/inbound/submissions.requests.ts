import { applySubmission, checkSubmission, discardSubmission, stageDocuments } from '@callboard/contracts';
import { OperationFence } from '@callboard/fencing';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ApplySubmission } from '../use-cases/apply-submission';
import { CheckSubmission } from '../use-cases/check-submission';
import { DiscardSubmission } from '../use-cases/discard-submission';
import { StageDocuments } from '../use-cases/stage-documents';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** Submissions: staged, checked, applied. Staging is open to everybody, as validation is (contract 2.7). */
@Controller()
export class SubmissionsRequests {
  constructor(
    private readonly stageDocuments: StageDocuments,
    private readonly checkSubmission: CheckSubmission,
    private readonly applySubmission: ApplySubmission,
    private readonly discardSubmission: DiscardSubmission,
    private readonly fence: OperationFence,
  ) {}

  @OnRequest(stageDocuments)
  async stage(
    { submission_id: submissionId, n, items, collections }: InputOf<typeof stageDocuments>,
    { caller }: RequestContext,
  ): OutputOf<typeof stageDocuments> {
    const batch = { submissionId, n, items, collections };
    const { documents, findings } = await this.stageDocuments.execute(batch, caller);
    return { documents, findings };
  }

  @OnRequest(checkSubmission)
  async check(
    { submission_id: id, references }: InputOf<typeof checkSubmission>,
    { caller }: RequestContext,
  ): OutputOf<typeof checkSubmission> {
    const { documents, findings, more } = await this.checkSubmission.execute(id, references, caller);
    const valid = more === 0 && Object.values(findings).every((list) => list.length === 0);
    return { valid, documents, findings, more };
  }

  @OnRequest(applySubmission)
  async apply(
    { submission_id: id, operation_id: operationId }: InputOf<typeof applySubmission>,
    { caller }: RequestContext,
  ): OutputOf<typeof applySubmission> {
    const results = await this.applySubmission.execute(id, operationId, caller, (work) =>
      this.fence.lastly(operationId, caller, work),
    );
    return { results };
  }

  @OnRequest(discardSubmission)
  async discard(
    { submission_id: id }: InputOf<typeof discardSubmission>,
    { caller }: RequestContext,
  ): OutputOf<typeof discardSubmission> {
    await this.discardSubmission.execute(id, caller);
    return {};
  }
}

import { type Curation, curateSubmission, listStagedDocuments } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { CurateSubmission } from '../use-cases/curate-submission';
import type { StagedPage } from '../use-cases/curation-store';
import { ListStagedDocuments } from '../use-cases/list-staged-documents';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;

/** Submissions from which what is invalid is dropped, so that the rest can be handed in. */
@Controller()
export class CurationRequests {
  constructor(
    private readonly curateSubmission: CurateSubmission,
    private readonly listStagedDocuments: ListStagedDocuments,
  ) {}

  @OnRequest(curateSubmission)
  curate(
    { submission_id: id }: InputOf<typeof curateSubmission>,
    { caller }: RequestContext,
  ): Promise<Curation> {
    return this.curateSubmission.execute(id, caller);
  }

  @OnRequest(listStagedDocuments)
  list(
    { submission_id: id, after, limit }: InputOf<typeof listStagedDocuments>,
    { caller }: RequestContext,
  ): Promise<StagedPage> {
    return this.listStagedDocuments.execute(id, after, limit, caller);
  }
}

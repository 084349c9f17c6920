import {
  aggregateDocuments,
  continueQuery,
  deleteDocuments,
  findDocuments,
  updateDocuments,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { AggregateDocuments } from '../use-cases/aggregate-documents';
import { ContinueQuery } from '../use-cases/continue-query';
import { DeleteDocuments } from '../use-cases/delete-documents';
import { FindDocuments } from '../use-cases/find-documents';
import { UpdateDocuments } from '../use-cases/update-documents';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** Queries by command (contract 2.8). */
@Controller()
export class QueriesRequests {
  constructor(
    private readonly findDocuments: FindDocuments,
    private readonly aggregateDocuments: AggregateDocuments,
    private readonly continueQuery: ContinueQuery,
    private readonly updateDocuments: UpdateDocuments,
    private readonly deleteDocuments: DeleteDocuments,
  ) {}

  @OnRequest(findDocuments)
  find(asked: InputOf<typeof findDocuments>, { caller }: RequestContext): OutputOf<typeof findDocuments> {
    return this.findDocuments.execute(asked, caller);
  }

  @OnRequest(aggregateDocuments)
  aggregate(
    asked: InputOf<typeof aggregateDocuments>,
    { caller }: RequestContext,
  ): OutputOf<typeof aggregateDocuments> {
    return this.aggregateDocuments.execute(asked, caller);
  }

  @OnRequest(continueQuery)
  more(asked: InputOf<typeof continueQuery>, { caller }: RequestContext): OutputOf<typeof continueQuery> {
    return this.continueQuery.execute(asked, caller);
  }

  @OnRequest(updateDocuments)
  update(
    asked: InputOf<typeof updateDocuments>,
    { caller }: RequestContext,
  ): OutputOf<typeof updateDocuments> {
    return this.updateDocuments.execute(asked, caller);
  }

  @OnRequest(deleteDocuments)
  delete(
    asked: InputOf<typeof deleteDocuments>,
    { caller }: RequestContext,
  ): OutputOf<typeof deleteDocuments> {
    return this.deleteDocuments.execute(asked, caller);
  }
}

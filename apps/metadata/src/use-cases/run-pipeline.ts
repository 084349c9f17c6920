import { randomUUID } from 'node:crypto';
import { type Caller, type CursorReply, nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { JobsOfQuery, type ReadPipeline } from './jobs-of-query';
import { QUERIES_STORE, type QueriesStore } from './queries-store';
import { batchOf, cursorReply } from './query-reply';

export interface PipelineAsked extends ReadPipeline {
  readonly projection: Readonly<Record<string, unknown>>;
  readonly batchSize: number;
}

/** Computes a result: only one that does not fit in a batch is kept, to be read on. */
@Injectable()
export class RunPipeline {
  constructor(
    @Inject(QUERIES_STORE) private readonly queries: QueriesStore,
    private readonly jobs: JobsOfQuery,
  ) {}

  /** Refusals: `query-too-slow`, `query-too-large`. */
  async execute(asked: PipelineAsked, caller: Caller): Promise<CursorReply> {
    const { collection, projection } = asked;
    const batchSize = batchOf(asked.batchSize);
    const query = await this.jobs.plan(asked);
    const first = await this.queries.first(query, batchSize);
    if (!first.more) return cursorReply(asked, first.documents);
    const id = randomUUID();
    // Others may have changed documents meanwhile: what is read on must go with what was read first.
    await this.queries.keep(query, {
      id,
      who: nameOfCaller(caller),
      batchSize,
      query: { is: 'result', collection, projection },
    });
    const { documents, last, more } = await this.queries.kept(id, 0, batchSize);
    const next = { id, position: { after: last, given: documents.length } };
    return cursorReply(asked, documents, more ? next : undefined);
  }
}

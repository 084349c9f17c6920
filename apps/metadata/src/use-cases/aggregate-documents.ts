import type { AggregateCommand, Caller, CursorReply } from '@callboard/contracts';
import { parsePipeline } from '@callboard/document-query';
import { Injectable } from '@nestjs/common';
import { QueryCollections } from './query-collections';
import { demandRight } from './query-reply';
import { RunPipeline } from './run-pipeline';

/** Runs the stages of a pipeline over a collection, or over jobs. */
@Injectable()
export class AggregateDocuments {
  constructor(
    private readonly collections: QueryCollections,
    private readonly pipelines: RunPipeline,
  ) {}

  /** Refusals: `forbidden`, `query-too-slow`, `query-too-large`. */
  async execute({ aggregate, pipeline, cursor }: AggregateCommand, caller: Caller): Promise<CursorReply> {
    demandRight('allow:/queries:run(query_cmd:AggregateCommand)', caller);
    const known = await this.collections.demandReadable(aggregate);
    const stages = parsePipeline(pipeline, known);
    const asked = { collection: aggregate, sent: pipeline, stages, projection: {} };
    return this.pipelines.execute({ ...asked, batchSize: cursor.batchSize }, caller);
  }
}

import { randomUUID } from 'node:crypto';
import { type Caller, type CursorReply, type FindCommand, nameOfCaller } from '@callboard/contracts';
import { parsePipeline, projectionOf } from '@callboard/document-query';
import { Inject, Injectable } from '@nestjs/common';
import { BEGINNING } from '../domain/query/cursor-position';
import { CURSORS_STORE, type CursorsStore } from './cursors-store';
import { FindPages } from './find-pages';
import { JOBS_COLLECTION } from './jobs-of-query';
import { QueryCollections } from './query-collections';
import { batchOf, cursorReply, demandRight } from './query-reply';
import { RunPipeline } from './run-pipeline';

/** Finds documents of a collection, or jobs. */
@Injectable()
export class FindDocuments {
  constructor(
    private readonly collections: QueryCollections,
    private readonly pages: FindPages,
    private readonly pipelines: RunPipeline,
    @Inject(CURSORS_STORE) private readonly cursors: CursorsStore,
  ) {}

  /** Refusals: `forbidden`, `query-too-slow`, `query-too-large`. */
  async execute(command: FindCommand, caller: Caller): Promise<CursorReply> {
    demandRight('any', caller);
    const { find: collection, projection, sort } = command;
    const known = await this.collections.demandReadable(collection);
    projectionOf(projection);
    if (collection !== JOBS_COLLECTION && Object.keys(sort).length === 0) return this.byKey(command, caller);
    const sent = stagesOf(command);
    const asked = { collection, sent, stages: parsePipeline(sent, known), projection };
    return this.pipelines.execute({ ...asked, batchSize: command.batchSize }, caller);
  }

  private async byKey(command: FindCommand, caller: Caller): Promise<CursorReply> {
    const { find: collection, filter, projection, limit } = command;
    const asked = { collection, filter, projection, limit };
    const batchSize = batchOf(command.batchSize);
    const { documents, next } = await this.pages.read(asked, BEGINNING, batchSize, command.skip);
    if (next === undefined) return cursorReply(asked, documents);
    const id = randomUUID();
    await this.cursors.open({ id, who: nameOfCaller(caller), batchSize, query: { is: 'pages', ...asked } });
    return cursorReply(asked, documents, { id, position: next });
  }
}

function stagesOf({ filter, sort, skip, limit }: FindCommand): Record<string, unknown>[] {
  return [
    { $match: filter },
    ...(Object.keys(sort).length > 0 ? [{ $sort: sort }] : []),
    ...(skip > 0 ? [{ $skip: skip }] : []),
    ...(limit > 0 ? [{ $limit: limit }] : []),
  ];
}

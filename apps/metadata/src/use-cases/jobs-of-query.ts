import { DomainError } from '@callboard/kernel';
import type { Stage } from '@callboard/document-query';
import { Inject, Injectable } from '@nestjs/common';
import { JOBS, type Jobs, type Room } from './jobs';
import { type PlannedQuery, QUERIES_STORE, type QueriesStore } from './queries-store';

/** The collection that is asked of another service. */
export const JOBS_COLLECTION = 'jobs';

/** Most jobs of one query, and most bytes of them (ADR 21). */
const ROOM: Readonly<Room> = { rows: 100_000, bytes: 64 * 1024 * 1024 };
/** Most characters of a filter that is sent, and most values in it. */
const FILTER = { characters: 60_000, values: 5_000 };

/** A pipeline as it was sent, and as it was read. */
export interface ReadPipeline {
  readonly collection: string;
  readonly sent: readonly Readonly<Record<string, unknown>>[];
  readonly stages: readonly Stage[];
}

/** Fetches the jobs that a pipeline reads, so that no query goes to the tables of another service. */
@Injectable()
export class JobsOfQuery {
  constructor(
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(QUERIES_STORE) private readonly queries: QueriesStore,
  ) {}

  /** Refusals: `query-too-large`, `query-too-slow`. */
  async plan({ collection, sent, stages }: ReadPipeline): Promise<PlannedQuery> {
    const room = { ...ROOM };
    const jobs = new Map<number, string>();
    const query: PlannedQuery = { collection, stages, jobs };
    if (collection === JOBS_COLLECTION)
      jobs.set(-1, JSON.stringify(await this.jobs.list(leadingFilter(sent), room)));
    for (const [at, stage] of stages.entries())
      if (stage.is === 'lookup' && stage.from === JOBS_COLLECTION)
        jobs.set(at, JSON.stringify(await this.joined(query, at, stage.foreign.join('.'), room)));
    return query;
  }

  /** The jobs that some document before the stage looks for. */
  private async joined(query: PlannedQuery, at: number, field: string, room: Room): Promise<unknown[]> {
    const found = new Map<string, unknown>();
    for (const values of batchesOf(await this.queries.lookedFor(query, at))) {
      const filter = JSON.stringify({ [field]: { $in: values } });
      for (const job of await this.jobs.list(filter, room)) found.set(job.id, job);
    }
    return [...found.values()];
  }
}

/** What jobs match from the beginning. It only narrows what is read, as the pipeline itself matches again. */
function leadingFilter(sent: ReadPipeline['sent']): string | undefined {
  const first = sent.findIndex((stage) => !('$match' in stage));
  const matches = sent.slice(0, first === -1 ? sent.length : first).map((stage) => stage.$match);
  const told = matches.filter((match) => !/"\$(?:expr|date)"/.test(JSON.stringify(match)));
  const filter = JSON.stringify({ $and: told });
  return told.length > 0 && filter.length <= FILTER.characters ? filter : undefined;
}

function* batchesOf(values: readonly unknown[]): Generator<unknown[]> {
  let [batch, characters]: [unknown[], number] = [[], 0];
  for (const value of values) {
    const { length } = JSON.stringify(value);
    if (length > FILTER.characters)
      throw new DomainError('query-too-large', 'Jobs are looked up by shorter values than one that is here.');
    if (batch.length === FILTER.values || characters + length > FILTER.characters) {
      yield batch;
      [batch, characters] = [[], 0];
    }
    batch.push(value);
    characters += length + 1;
  }
  if (batch.length > 0) yield batch;
}

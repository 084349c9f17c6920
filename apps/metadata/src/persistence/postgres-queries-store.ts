import { compileLookedFor, compileParsed, compilePipeline } from '@callboard/document-query';
import { DomainError } from '@callboard/kernel';
import { Database, isRefusedValue } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { NewCursor } from '../use-cases/cursors-store';
import type { Batch, PageAsked, PlannedQuery, QueriesStore } from '../use-cases/queries-store';
import { openCursor } from './cursor-opening';
import {
  type BatchRecord,
  firstOfQuery,
  KEPT_BATCH,
  KEPT_IN_WORDS,
  keepQuery,
  lookedForOf,
  MOST_KEYS,
  PAGE_PARAMETERS,
  pageOfQuery,
} from './queries.sql';
import { ANYTHING, rowsOf } from './query-rows';

@Injectable()
export class PostgresQueriesStore implements QueriesStore {
  constructor(private readonly database: Database) {}

  async page({ collection, filter, after, skip, size }: PageAsked): Promise<Batch> {
    const { sql, values, limitMs } = compileParsed(filter, ANYTHING, PAGE_PARAMETERS);
    const parameters = [collection, after, size, skip, ...values];
    return batchOf(await this.read(limitMs, pageOfQuery(sql), parameters));
  }

  async lookedFor(query: PlannedQuery, at: number): Promise<unknown[]> {
    const compiled = compileLookedFor(query.stages, at, query.collection, rowsOf(query));
    const rows = await this.read<{ v: unknown }>(compiled.limitMs, lookedForOf(compiled), compiled.values);
    if (rows.length <= MOST_KEYS) return rows.map(({ v }) => v);
    throw new DomainError(
      'query-too-large',
      `Jobs are looked up by at most ${MOST_KEYS} values: put a $match before that leaves fewer documents.`,
    );
  }

  async first(query: PlannedQuery, size: number): Promise<Batch> {
    const compiled = compilePipeline(query.stages, query.collection, rowsOf(query), 0);
    const parameters = [...compiled.values, size];
    const { documents, ...rest } = batchOf(
      await this.read(compiled.limitMs, firstOfQuery(compiled), parameters),
    );
    return { documents, ...rest };
  }

  keep(query: PlannedQuery, cursor: NewCursor): Promise<void> {
    const compiled = compilePipeline(query.stages, query.collection, rowsOf(query), 0);
    return this.database.transaction(async (tx) => {
      const parameters = [...compiled.values, cursor.id];
      const [row] = await tx
        .queryWithin<{ too_large: boolean }>(compiled.limitMs, keepQuery(compiled), parameters)
        .catch(inWords);
      if (row?.too_large !== false)
        throw new DomainError('query-too-large', `A result has at most ${KEPT_IN_WORDS}: narrow the query.`);
      openCursor(tx, cursor);
    });
  }

  async kept(cursorId: string, after: number, size: number): Promise<Batch> {
    const { last, ...batch } = batchOf(
      await this.database.query<BatchRecord>(KEPT_BATCH, [cursorId, after, size]),
    );
    return { ...batch, last: Number(last) };
  }

  private read<T = BatchRecord>(
    limitMs: number | undefined,
    sql: string,
    parameters: readonly unknown[],
  ): Promise<T[]> {
    return this.database.queryWithin<T>(limitMs, sql, parameters).catch(inWords);
  }
}

function batchOf(rows: readonly BatchRecord[]): Batch {
  const fitting = rows.flatMap(({ at, document }) => (document === null ? [] : [{ at, document }]));
  return {
    documents: fitting.map(({ document }) => document),
    last: fitting.at(-1)?.at ?? '',
    more: fitting.length < rows.length,
  };
}

/** PostgreSQL refuses a value that does not fit: the data of clients, and nothing of ours. */
function inWords(error: unknown): never {
  if (!isRefusedValue(error)) throw error;
  throw new DomainError(
    'invalid-input',
    'A value does not fit what a stage does with it: $size takes arrays, $replaceWith and $mergeObjects objects. ' +
      'Put a $match before, or an $ifNull around the value.',
  );
}

import { Readable } from 'node:stream';
import { searchDocuments, type FindGroup, type FindMeta, summarizeDocuments } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { currentTraceparent, type RequestClient, runInTrace } from '@callboard/messaging';
import { StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { JSON_TYPE } from '../lists/streamed-page';
import type { Find } from './find';

type Texts = z.infer<typeof searchDocuments.output>;

/** Reads a part of what is found: the next one, with at most so many documents. */
type ReadPart = (passed: number, limit: number) => Promise<Texts>;

/**
 * The reply of a find (contract 1.3) in some collections, written as it comes: results first, as only after the last one
 * it is known what follows.
 *
 * @throws DomainError `bad-request` for a filter that the service does not take, `unknown-collection`, `query-too-slow`
 */
export async function findReply(
  requests: RequestClient,
  collections: string[],
  find: Find,
): Promise<StreamableFile> {
  const began = performance.now();
  const found = { collections, filter: JSON.stringify(find.filter) };
  const trace = currentTraceparent();
  const read: ReadPart = (passed, limit) => {
    const asked = { ...found, ...find.first, skip: find.first.skip + passed, sort: [...find.sort], limit };
    return runInTrace(trace, () => requests.request(searchDocuments, asked));
  };
  const [first, { count, groups }] = await Promise.all([
    read(0, find.query.per_page),
    requests.request(summarizeDocuments, { ...found, group_by: find.query.group_by }),
  ]).catch(asBadFilter);
  const meta = metaOf(find, count, Math.round(performance.now() - began));
  return new StreamableFile(Readable.from(write(find, first, read, { meta, groups })), { type: JSON_TYPE });
}

/** What a service does not take of a filter is a bad filter here (contract 2.8). */
function asBadFilter(error: unknown): never {
  if (error instanceof DomainError && error.code === 'invalid-input')
    throw new DomainError('bad-request', `bad filter: ${error.message}`);
  throw error;
}

function metaOf({ query, filter, sort, cursorAfter }: Find, count: number, tookMs: number): FindMeta {
  return {
    mongo_filter_dict: filter,
    mongo_sort_list:
      sort.length === 0 ? null : sort.map(({ attribute, descending }) => [attribute, descending ? -1 : 1]),
    count,
    db_response_time_ms: tookMs,
    page: cursorAfter === undefined ? query.page : null,
    per_page: query.per_page,
    ...(query.fields === undefined ? {} : { fields: query.fields }),
  };
}

async function* write(
  { query, project, cursorAfter }: Find,
  first: Texts,
  read: ReadPart,
  { meta, groups }: { meta: FindMeta; groups: FindGroup[] },
): AsyncGenerator<string> {
  const shown = (text: string): string =>
    project === undefined ? text : JSON.stringify(project(JSON.parse(text)));
  let part = first;
  let written = 0;
  let last: string | undefined;
  yield '{"results":[';
  for (;;) {
    const text = part.texts.map((item) => shown(item.text)).join(',');
    if (text !== '') yield written === 0 ? text : `,${text}`;
    written += part.texts.length;
    last = part.texts.at(-1)?.id ?? last;
    if (!part.more || written >= query.per_page || part.texts.length === 0) break;
    part = await read(written, query.per_page - written);
  }
  const next_cursor = part.more && last !== undefined ? cursorAfter?.(last) : null;
  const told = cursorAfter === undefined ? meta : { ...meta, next_cursor };
  yield `],"meta":${JSON.stringify(told)},"group_by":${JSON.stringify(groups)}}`;
}

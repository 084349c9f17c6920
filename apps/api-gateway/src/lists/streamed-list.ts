import { Readable } from 'node:stream';
import type { ListQuery } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { currentTraceparent, runInTrace } from '@callboard/messaging';
import { StreamableFile } from '@nestjs/common';
import { pageToken, readPageToken } from './page-token';

export interface Page<T> {
  items: T[];
  /** Whether others follow. */
  more: boolean;
}

export interface ListSource<T extends { id: string }> {
  /** Its name, to which page tokens are bound. */
  collection: string;
  /** Reads items by ascending id, those after `after`. */
  read(after: string | undefined, limit: number): Promise<Page<T>>;
  view(item: T): unknown;
  /** Whether the last page says `next_page_token: null` rather than nothing (contract 1.3, ListResponse). */
  nullAtEnd?: boolean;
}

/** Items asked of a service at once, so that no reply grows beyond half a megabyte by much (design 4, "Sizes"). */
const STEP = 100;

/**
 * One page of a list, or with a size below 1 all of it (contract 3.6), written as it comes: memory stays flat however
 * much there is. The first items are read before the reply begins, so that a service that is down is still a 503.
 *
 * @throws DomainError `bad-request` for an unknown page token, `invalid-input` for a filter, and those of `read`
 */
export async function streamedList<T extends { id: string }>(
  query: ListQuery,
  source: ListSource<T>,
): Promise<StreamableFile> {
  refuseFilter(query.filter);
  const after = query.page_token ? readPageToken(source.collection, query.page_token) : undefined;
  const most = query.max_page_size < 1 ? Number.POSITIVE_INFINITY : query.max_page_size;
  const trace = currentTraceparent();
  const traced = {
    ...source,
    read: (from: string | undefined, limit: number) => runInTrace(trace, () => source.read(from, limit)),
  };
  const first = await traced.read(after, Math.min(most, STEP));
  const type = 'application/json; charset=utf-8';
  return new StreamableFile(Readable.from(write(traced, first, most)), { type });
}

async function* write<T extends { id: string }>(
  source: ListSource<T>,
  first: Page<T>,
  most: number,
): AsyncGenerator<string> {
  let page = first;
  let left = most;
  let last: string | undefined;
  yield '{"resources":[';
  for (;;) {
    const text = page.items.map((item) => JSON.stringify(source.view(item))).join(',');
    if (text !== '') yield last === undefined ? text : `,${text}`;
    left -= page.items.length;
    last = page.items.at(-1)?.id ?? last;
    if (!page.more || left <= 0 || page.items.length === 0) break;
    page = await source.read(last, Math.min(left, STEP));
  }
  yield page.more && last !== undefined
    ? `],"next_page_token":${JSON.stringify(pageToken(source.collection, last))}}`
    : source.nullAtEnd
      ? '],"next_page_token":null}'
      : ']}';
}

/** Empty text and `{}` ask for everything. Anything else is refused rather than ignored. */
function refuseFilter(filter: string | undefined): void {
  const text = filter?.trim() ?? '';
  if (text === '' || /^\{\s*\}$/.test(text)) return;
  throw new DomainError(
    'invalid-input',
    'filters come with a later version: leave the parameter filter out, or send {}',
  );
}

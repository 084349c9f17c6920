import { Readable } from 'node:stream';
import type { ItemText, ListQuery } from '@callboard/contracts';
import { filterIdentity, pageToken, parseProjection, readPageToken } from '@callboard/document-query';
import { currentTraceparent, runInTrace } from '@callboard/messaging';
import { StreamableFile } from '@nestjs/common';

export interface Page<T> {
  items: T[];
  /** In place of the items, where the service gives them as text. */
  texts?: ItemText[] | undefined;
  /** Whether others follow. */
  more: boolean;
}

/** What is asked of the service for one part of a page. */
export interface PartOfPage {
  after?: string;
  limit: number;
  filter?: string;
  as_text?: true;
}

export interface ListSource<T extends { id: string }> {
  /** Its name, to which page tokens are bound. */
  collection: string;
  /** Reads items that match, by ascending id, those after `after`. */
  read(part: PartOfPage): Promise<Page<T>>;
  view(item: T): unknown;
  /** The view is what the service has: items may come as text, which nobody reads on the way. */
  passesText?: true;
  /** Whether the last page says `next_page_token: null` rather than nothing (contract 1.3, ListResponse). */
  nullAtEnd?: boolean;
  /** Whatever decides besides the filter which items are in the list; page tokens are bound to it. */
  narrowedBy?: string;
}

/** Items asked of a service at once; it cuts its reply to size (design 4, "Sizes"). */
const STEP = 500;

/** What is written: a list whose questions were checked. */
interface Writing {
  read(after: string | undefined, limit: number): Promise<{ texts: ItemText[]; more: boolean }>;
  tokenAfter(id: string): string;
  atEnd: string;
}

/**
 * One page of a list, or with a size below 1 all of it (contract 3.6), written as it comes: memory stays flat however
 * much there is. The first items are read before the reply begins, so that a service that is down is still a 503, and
 * a filter that it refuses a 422.
 *
 * @throws DomainError `bad-request` for an unknown page token, `invalid-input` for a filter or projection that is not
 *   taken, and those of `read`
 */
export async function streamedList<T extends { id: string }>(
  query: ListQuery,
  source: ListSource<T>,
): Promise<StreamableFile> {
  const page = { collection: source.collection, filter: filterIdentity(query.filter, source.narrowedBy) };
  const projection = parseProjection(query.projection);
  const after = query.page_token ? readPageToken(page, query.page_token) : undefined;
  const most = query.max_page_size < 1 ? Number.POSITIVE_INFINITY : query.max_page_size;
  const asked = {
    ...(page.filter === '' ? {} : { filter: query.filter }),
    ...(source.passesText && projection === undefined ? { as_text: true as const } : {}),
  };
  const trace = currentTraceparent();
  const shown = (item: T): ItemText => {
    const view = source.view(item);
    return { id: item.id, text: JSON.stringify(projection === undefined ? view : projection(view)) };
  };
  const writing: Writing = {
    read: async (from, limit) => {
      const part = { limit, ...asked, ...(from && { after: from }) };
      const { items, texts, more } = await runInTrace(trace, () => source.read(part));
      return { texts: texts ?? items.map(shown), more };
    },
    tokenAfter: (id) => pageToken(page, id),
    atEnd: source.nullAtEnd ? '],"next_page_token":null}' : ']}',
  };
  const first = await writing.read(after, Math.min(most, STEP));
  const type = 'application/json; charset=utf-8';
  return new StreamableFile(Readable.from(write(writing, first, most)), { type });
}

/** The next part is asked for before this one is written, so that reading and writing overlap. */
async function* write(
  list: Writing,
  first: { texts: ItemText[]; more: boolean },
  most: number,
): AsyncGenerator<string> {
  let page = first;
  let left = most;
  let last: string | undefined;
  yield '{"resources":[';
  for (;;) {
    const before = last;
    left -= page.texts.length;
    last = page.texts.at(-1)?.id ?? last;
    const goesOn = page.more && left > 0 && page.texts.length > 0;
    const next = goesOn ? list.read(last, Math.min(left, STEP)) : undefined;
    // A reader that goes away leaves this part of the list unread; its failure is nobody's then.
    next?.catch(() => undefined);
    const text = page.texts.map((item) => item.text).join(',');
    if (text !== '') yield before === undefined ? text : `,${text}`;
    if (next === undefined) break;
    page = await next;
  }
  yield page.more && last !== undefined
    ? `],"next_page_token":${JSON.stringify(list.tokenAfter(last))}}`
    : list.atEnd;
}

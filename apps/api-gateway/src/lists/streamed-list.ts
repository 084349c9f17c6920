import type { ItemText, ListQuery, ListText } from '@callboard/contracts';
import { filterIdentity, pageToken, parseProjection, readPageToken } from '@callboard/document-query';
import { currentTraceparent, listText, runInTrace } from '@callboard/messaging';
import type { StreamableFile } from '@nestjs/common';
import { type Part, streamedPage } from './streamed-page';

export interface Page<T> {
  items: T[];
  /** In place of the items, where the service gives them as text. */
  text?: ListText['text'] | undefined;
  tail?: Uint8Array | undefined;
  /** Whether others follow. */
  more: boolean;
}

/** What is asked of the service for one part of a page. */
export interface PartOfPage {
  after?: string;
  limit: number;
  filter?: string;
  in_tail?: true;
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

/**
 * One page of a list (contract 3.6), written as it comes.
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
  const asked = {
    ...(page.filter === '' ? {} : { filter: query.filter }),
    ...(source.passesText && projection === undefined ? { in_tail: true as const } : {}),
  };
  const trace = currentTraceparent();
  const shown = (item: T): ItemText => {
    const view = source.view(item);
    return { id: item.id, text: JSON.stringify(projection === undefined ? view : projection(view)) };
  };
  return streamedPage(
    {
      read: async (from, limit): Promise<Part> => {
        const part = { limit, ...asked, ...(from && { after: from }) };
        const { items, text, tail, more } = await runInTrace(trace, () => source.read(part));
        return text && tail ? { text, tail, more } : { ...listText(items.map(shown)), more };
      },
      tokenAfter: (id) => pageToken(page, id),
      atEnd: source.nullAtEnd ? '],"next_page_token":null}' : ']}',
      step: STEP,
    },
    after,
    query.max_page_size,
  );
}

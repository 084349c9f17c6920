import type { ListQuery } from '@callboard/contracts';
import {
  filterIdentity,
  pageToken,
  parseFilter,
  parseProjection,
  readPageToken,
} from '@callboard/document-query';
import sift from 'sift';

/** Things with an id, in the order of it, and how clients read them. */
interface Listed<T> {
  readonly collection: string;
  readonly all: readonly T[];
  readonly view: (item: T) => unknown;
  /** What decides besides the filter which items are in the list; page tokens are bound to it. */
  readonly narrowedBy?: string | undefined;
}

/**
 * One page of a list in memory (contract 3.6). The filter is read by the parser of the services, so what they refuse is
 * refused here; sift judges, which `libs/document-query` is held against.
 *
 * @throws DomainError `invalid-input`, `bad-request`
 */
export function pageOf<T extends { id: string }>(
  query: ListQuery,
  { collection, all, view, narrowedBy }: Listed<T>,
): { resources: unknown[]; next_page_token?: string } {
  const page = { collection, filter: filterIdentity(query.filter, narrowedBy) };
  const project = parseProjection(query.projection) ?? ((document: unknown) => document);
  const after = query.page_token ? readPageToken(page, query.page_token) : '';
  const matches = judgeOf(query.filter);
  const found = all.filter((item) => item.id > after && matches(item));
  const most = query.max_page_size < 1 ? found.length : query.max_page_size;
  const shown = found.slice(0, most);
  const last = shown.at(-1);
  return {
    resources: shown.map((item) => project(view(item))),
    ...(last && found.length > most ? { next_page_token: pageToken(page, last.id) } : {}),
  };
}

function judgeOf(filter: string | undefined): (item: unknown) => boolean {
  parseFilter(filter);
  if (filter === undefined || filter.trim() === '') return () => true;
  return sift(JSON.parse(filter) as Record<string, unknown>);
}

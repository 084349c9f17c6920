import { FIND_SKIP, type searchDocuments, FIRST_CURSOR } from '@callboard/contracts';
import {
  filterIdentity,
  findFilter,
  findSort,
  pageToken,
  type PageOf,
  parseProjection,
  type Projection,
  readPageToken,
  type FindSortKey,
} from '@callboard/document-query';
import { DomainError } from '@callboard/kernel';
import type { z } from 'zod';

/** The query of a find, as the routes have it. */
export interface FindQuery {
  filter?: string | undefined;
  search?: string | undefined;
  sort?: string | undefined;
  group_by?: string | undefined;
  fields?: string | undefined;
  page: number;
  per_page: number;
  cursor?: string | undefined;
}

/** A find whose questions were checked. */
export interface Find {
  readonly query: FindQuery;
  readonly filter: Record<string, unknown>;
  readonly sort: readonly FindSortKey[];
  readonly project: Projection | undefined;
  /** The first part of it, as the service is asked. */
  readonly first: Pick<z.infer<typeof searchDocuments.input>, 'skip' | 'after'>;
  /** The cursor of the page that follows the document of this id; undefined in page mode. */
  readonly cursorAfter: ((id: string) => string) | undefined;
}

/**
 * Reads the query of a find (contract 2.8) of the list of this name.
 *
 * @throws DomainError `bad-request` for a filter, sort or cursor that is not taken, and for a page too far behind;
 *   `invalid-input` for too many fields
 */
export function readFind(query: FindQuery, name: string): Find {
  const filter = findFilter(query.filter, query.search);
  const sort = findSort(query.sort);
  const project = parseProjection(query.fields);
  const asked = { query, filter, sort, project };
  if (query.cursor === undefined) return { ...asked, first: { skip: skipOf(query) }, cursorAfter: undefined };
  if (sort.length > 0)
    throw new DomainError('bad-request', 'cursor mode goes by id: leave sort out, or use page');
  const list: PageOf = { collection: `find ${name}`, filter: filterIdentity(JSON.stringify(filter)) };
  const after = query.cursor === FIRST_CURSOR ? undefined : readPageToken(list, query.cursor);
  return { ...asked, first: { skip: 0, after }, cursorAfter: (id) => pageToken(list, id) };
}

function skipOf({ page, per_page }: FindQuery): number {
  const skip = (page - 1) * per_page;
  if (skip <= FIND_SKIP) return skip;
  const text = `page ${page} would begin after ${skip} documents, at most ${FIND_SKIP} are passed over: use cursor=*`;
  throw new DomainError('bad-request', text);
}

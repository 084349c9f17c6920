import { getDocuments, type ItemText, type Link, LINKED_DOCUMENTS, listLinks } from '@callboard/contracts';
import { filterIdentity, pageToken, readPageToken } from '@callboard/document-query';
import { currentTraceparent, listText, type RequestClient, runInTrace } from '@callboard/messaging';
import type { StreamableFile } from '@nestjs/common';
import { streamedPage, type Part } from '../lists/streamed-page';

export interface LinkedQuery {
  ids: string[];
  types?: string[] | undefined;
  hydrate: boolean;
  max_page_size: number;
  page_token?: string | undefined;
}

/** Documents that are read and written at once. */
const STEP = 500;

/**
 * One page of what is linked to given documents, by ascending id (contract 2.8).
 *
 * @throws DomainError `not-found` for ids that are unknown; `bad-request` for unknown types, too many documents, or a
 *   token of another list
 */
export function linkedInstances(requests: RequestClient, query: LinkedQuery): Promise<StreamableFile> {
  const { ids, types, hydrate, max_page_size, page_token } = query;
  const asked = JSON.stringify([[...new Set(ids)].sort(), types]);
  const list = { collection: 'linked_instances', filter: filterIdentity(undefined, asked) };
  const links = new LinksAhead(requests, { ids, types });
  const trace = currentTraceparent();
  const read = async (after: string | undefined, limit: number): Promise<Part> => {
    const page = await links.after(after, limit);
    const shown = hydrate ? hydrated(requests, page.links) : Promise.resolve(page.links.map(plain));
    return { ...listText(await shown), more: page.more };
  };
  return streamedPage(
    {
      read: (after, limit) => runInTrace(trace, () => read(after, limit)),
      tokenAfter: (id) => pageToken(list, id),
      atEnd: ']}',
      step: STEP,
    },
    page_token ? readPageToken(list, page_token) : undefined,
    max_page_size,
  );
}

/** The links of one reply: what was told beyond a step is kept for the next, as each question walks all of them. */
class LinksAhead {
  private told: Link[] = [];
  private more = true;

  constructor(
    private readonly requests: RequestClient,
    private readonly asked: { ids: string[]; types?: string[] | undefined },
  ) {}

  async after(after: string | undefined, limit: number): Promise<{ links: Link[]; more: boolean }> {
    if (this.told.length === 0 && this.more) {
      const question = { ...this.asked, after, limit: LINKED_DOCUMENTS };
      const { links, more } = await this.requests.request(listLinks, question);
      [this.told, this.more] = [links, more];
    }
    const links = this.told.splice(0, limit);
    return { links, more: this.more || this.told.length > 0 };
  }
}

/** Whole documents; one that was removed meanwhile is told as the walk has seen it. */
async function hydrated(requests: RequestClient, links: readonly Link[]): Promise<ItemText[]> {
  const documents = new Map<string, string>();
  let ids = links.map(({ id }) => id);
  while (ids.length > 0) {
    const { texts } = await requests.request(getDocuments, { ids });
    const last = texts.at(-1)?.id;
    if (last === undefined) break;
    for (const { id, text } of texts) documents.set(id, text);
    ids = ids.filter((id) => id > last);
  }
  return links.map((link) => {
    const text = documents.get(link.id);
    return text === undefined
      ? plain(link)
      : { id: link.id, text: joined(text, JSON.stringify(linksOf(link))) };
  });
}

const plain = (link: Link): ItemText => ({
  id: link.id,
  text: JSON.stringify({ id: link.id, type: link.type, ...linksOf(link) }),
});

function linksOf({ upstream_of, downstream_of }: Link): object {
  return {
    ...(upstream_of.length > 0 ? { _upstream_of: upstream_of } : {}),
    ...(downstream_of.length > 0 ? { _downstream_of: downstream_of } : {}),
  };
}

/** The members of two JSON objects, neither of them empty, in one. */
const joined = (one: string, other: string): string => `${one.slice(0, -1)},${other.slice(1)}`;

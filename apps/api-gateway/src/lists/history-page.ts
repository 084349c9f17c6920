import { HISTORY_PAGE } from '@callboard/contracts';

export interface HistoryPage<E> {
  resources: E[];
  next_page_token: string | null;
}

interface HistoryQuery {
  max_page_size: number;
  page_token?: string | undefined;
}

/** Which entries a page asks for. */
export function historyAsked({ max_page_size, page_token }: HistoryQuery): { after: number; limit: number } {
  return { after: Number(page_token ?? 0), limit: Math.min(max_page_size, HISTORY_PAGE) };
}

/** A page as clients read it; the token is the last entry of it. */
export function historyPage<E extends { n: number }>({
  items,
  more,
}: {
  items: E[];
  more: boolean;
}): HistoryPage<E> {
  return { resources: items, next_page_token: more ? String(items.at(-1)?.n) : null };
}

import {
  getRun,
  listObjectRuns,
  listRunEvents,
  listRunOps,
  HISTORY_PAGE,
  ROUTES,
  type RunEvent,
  type RunOp,
  type RunSummary,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { ONE_DOCUMENT } from '../lists/batch';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

interface OpenList<T> {
  resources: T[];
  next_page_token: string | null;
}

/** Runs as clients follow them (contract 2.6). */
@Controller()
export class RunsController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.getRun)
  get({ params }: Asked<typeof ROUTES.getRun>): Promise<RunSummary> {
    return this.requests.request(getRun, { id: params.run_id });
  }

  /** Newest first: the token of a page is the last event of it. */
  @Route(ROUTES.listRunEvents)
  async events({ params, query }: Asked<typeof ROUTES.listRunEvents>): Promise<OpenList<RunEvent>> {
    return pageOf(await this.requests.request(listRunEvents, { id: params.run_id, ...partOf(query) }));
  }

  @Route(ROUTES.listObjectRuns)
  async ofObject({ params, query }: Asked<typeof ROUTES.listObjectRuns>): Promise<OpenList<RunSummary>> {
    const asked = { object_id: params.object_id, ...partOf(query) };
    return pageOf(await this.requests.request(listObjectRuns, asked));
  }

  @Route(ROUTES.listRunOps)
  async ops({ params }: Asked<typeof ROUTES.listRunOps>): Promise<OpenList<RunOp>> {
    const { items } = await this.requests.request(listRunOps, { id: params.run_id }, ONE_DOCUMENT);
    return { resources: items, next_page_token: null };
  }
}

function partOf(query: { max_page_size: number; page_token?: string | undefined }) {
  const before = query.page_token === undefined ? {} : { before: Number(query.page_token) };
  return { limit: Math.min(query.max_page_size, HISTORY_PAGE), ...before };
}

function pageOf<T extends { n: number }>({
  items,
  more,
}: {
  items: T[];
  more: boolean;
}): OpenList<Omit<T, 'n'>> {
  const last = items.at(-1)?.n;
  return {
    resources: items.map(({ n: _, ...item }) => item),
    next_page_token: more && last !== undefined ? String(last) : null,
  };
}

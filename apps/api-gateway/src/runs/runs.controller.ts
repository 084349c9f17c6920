import {
  getRun,
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
    const before = query.page_token === undefined ? {} : { before: Number(query.page_token) };
    const limit = Math.min(query.max_page_size, HISTORY_PAGE);
    const { items, more } = await this.requests.request(listRunEvents, {
      id: params.run_id,
      limit,
      ...before,
    });
    const last = items.at(-1)?.n;
    return {
      resources: items.map(({ n: _, ...event }) => event),
      next_page_token: more && last !== undefined ? String(last) : null,
    };
  }

  @Route(ROUTES.listRunOps)
  async ops({ params }: Asked<typeof ROUTES.listRunOps>): Promise<OpenList<RunOp>> {
    const { items } = await this.requests.request(listRunOps, { id: params.run_id }, ONE_DOCUMENT);
    return { resources: items, next_page_token: null };
  }
}

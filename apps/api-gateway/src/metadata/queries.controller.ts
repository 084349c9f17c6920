import {
  aggregateDocuments,
  type Caller,
  continueQuery,
  type CursorReply,
  deleteDocuments,
  findDocuments,
  ROUTES,
  updateDocuments,
  type WriteReply,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { CallerAllowances } from '../auth/caller-allowances';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

const AGGREGATE = 'allow:/queries:run(query_cmd:AggregateCommand)';
const CHANGE = 'allow:/queries:run(query_cmd:DeleteCommand)';

/** Queries by command (contract 2.8). What right a command asks for depends on which it is; `metadata` decides. */
@Controller()
export class QueriesController {
  constructor(
    private readonly requests: RequestClient,
    private readonly allowances: CallerAllowances,
  ) {}

  @Route(ROUTES.runQuery)
  async run({
    body,
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.runQuery>): Promise<CursorReply | WriteReply> {
    if ('find' in body) return this.requests.request(findDocuments, body, { caller });
    if ('getMore' in body) return this.requests.request(continueQuery, body, { caller });
    if ('aggregate' in body)
      return this.requests.request(aggregateDocuments, body, {
        caller: await this.allowed(AGGREGATE, caller),
      });
    const changing = { caller: await this.allowed(CHANGE, caller), idempotencyKey };
    if ('update' in body) return this.requests.request(updateDocuments, body, changing);
    return this.requests.request(deleteDocuments, body, changing);
  }

  private allowed(right: typeof AGGREGATE | typeof CHANGE, caller: Caller): Promise<Caller> {
    return this.allowances.lookUp(right, caller);
  }
}

import {
  endOperations,
  getOperationHistory,
  getOperations,
  listOperations,
  type Operation,
  type OperationHistoryEntry,
  openOperations,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { notFound } from '../domain/operation-writes';
import { EndOperations } from '../use-cases/end-operations';
import { OpenOperations } from '../use-cases/open-operations';
import { OPERATIONS_STORE, type OperationsStore } from '../use-cases/operations-store';
import { type InputOf, type OperationReplies, repliesOf, viewOf } from './operation-view';

/** What services ask. */
@Controller()
export class OperationsRequests {
  constructor(
    private readonly openOperations: OpenOperations,
    private readonly endOperations: EndOperations,
    @Inject(OPERATIONS_STORE) private readonly store: OperationsStore,
  ) {}

  @OnRequest(openOperations)
  async open({ items }: InputOf<typeof openOperations>, context: RequestContext): Promise<OperationReplies> {
    const operations = items.map(({ site_id, lease_ms, traceparent, ...rest }) => ({
      ...rest,
      siteId: site_id,
      leaseMs: lease_ms,
      traceparent: traceparent ?? context.traceparent,
    }));
    return repliesOf(await this.openOperations.execute(operations, context.caller));
  }

  @OnRequest(endOperations)
  async end({ items }: InputOf<typeof endOperations>, { caller }: RequestContext): Promise<OperationReplies> {
    return repliesOf(await this.endOperations.execute(items, caller));
  }

  /** Open to everybody (contract 2.6). */
  @OnRequest(listOperations)
  async list(asked: InputOf<typeof listOperations>): Promise<{ operations: Operation[]; more: boolean }> {
    const { operations, more } = await this.store.page(asked);
    return { operations: operations.map(viewOf), more };
  }

  @OnRequest(getOperationHistory)
  async history({
    id,
    after,
    limit,
  }: InputOf<typeof getOperationHistory>): Promise<{ items: OperationHistoryEntry[]; more: boolean }> {
    const page = await this.store.history(id, after, limit);
    if (page === undefined) throw notFound(id);
    return page;
  }

  /** Open to everybody (contract 2.6). */
  @OnRequest(getOperations)
  async get({ ids }: InputOf<typeof getOperations>): Promise<OperationReplies> {
    const operations = await this.store.find(ids);
    return repliesOf(ids.map((id) => operations.get(id) ?? notFound(id)));
  }
}

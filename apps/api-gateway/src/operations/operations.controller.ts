import {
  getOperations,
  listOperations,
  getOperationHistory,
  heartbeatOperations,
  type OperationHistoryEntry,
  type OperationReply,
  reportProgress,
  ROUTES,
  settleOperations,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller, type StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { GatheredRequest } from '../gathering/gathered-request';
import { ONE_DOCUMENT, onlyItem } from '../lists/batch';
import { historyAsked, type HistoryPage, historyPage } from '../lists/history-page';
import { streamedList } from '../lists/streamed-list';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { fullOperation } from './operation.view';

type SettleItem = z.infer<typeof settleOperations.input>['items'][number];
type ReportItem = z.infer<typeof reportProgress.input>['items'][number];

@Controller()
export class OperationsController {
  private readonly ends;
  private readonly reports;
  private readonly heartbeats;

  constructor(private readonly requests: RequestClient) {
    this.ends = new GatheredRequest(requests, settleOperations, (items: SettleItem[]) => ({ items }));
    this.reports = new GatheredRequest(requests, reportProgress, (items: ReportItem[]) => ({ items }));
    this.heartbeats = new GatheredRequest(requests, heartbeatOperations, (items: { id: string }[]) => ({
      items,
    }));
  }

  @Route(ROUTES.listOperations)
  list({ query }: Asked<typeof ROUTES.listOperations>): Promise<StreamableFile> {
    return streamedList(query, {
      collection: 'operations',
      read: async (part) => {
        const { operations, more } = await this.requests.request(listOperations, part);
        return { items: operations, more };
      },
      view: fullOperation,
      nullAtEnd: true,
    });
  }

  @Route(ROUTES.getOperation)
  async get({ params }: Asked<typeof ROUTES.getOperation>): Promise<OperationReply> {
    return fullOperation(
      onlyItem(await this.requests.request(getOperations, { ids: [params.op_id] }, ONE_DOCUMENT)),
    );
  }

  @Route(ROUTES.heartbeatOperation)
  async heartbeat({
    params,
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.heartbeatOperation>): Promise<{ id: string; expire_time: string }> {
    return this.heartbeats.ask({ id: params.op_id }, caller, idempotencyKey);
  }

  @Route(ROUTES.operationHistory)
  async history({
    params,
    query,
  }: Asked<typeof ROUTES.operationHistory>): Promise<HistoryPage<OperationHistoryEntry>> {
    const asked = { id: params.op_id, ...historyAsked(query) };
    return historyPage(await this.requests.request(getOperationHistory, asked));
  }

  /** `done: true` ends it, anything else is progress; what is not sent stays as it is (contract 3.5, D7). */
  @Route(ROUTES.patchOperation)
  async patch({ params, body, caller }: Asked<typeof ROUTES.patchOperation>): Promise<OperationReply> {
    const item = {
      id: params.op_id,
      ...('result' in body ? { result: body.result } : {}),
      ...(body.metadata == null ? {} : { metadata: body.metadata }),
    };
    const gathered = body.done === true ? this.ends : this.reports;
    return fullOperation(await gathered.ask(item, caller));
  }
}

import {
  getRun,
  listObjectRuns,
  listRunEvents,
  listRunOps,
  type RunEvent,
  type RunOp,
  type RunSummary,
} from '@callboard/contracts';
import { OnRequest } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { noSuchRun } from '../../domain/runs/run';
import { RUN_READS_STORE, type RunReadsStore } from '../../use-cases/runs/run-reads-store';
import type { InputOf } from '../operation-view';
import { eventView, opViews, summaryOf } from './run-views';

/** Reads of runs, open to everybody (contract 2.6). */
@Controller()
export class RunReadsRequests {
  constructor(@Inject(RUN_READS_STORE) private readonly store: RunReadsStore) {}

  @OnRequest(getRun)
  async get({ id }: InputOf<typeof getRun>): Promise<RunSummary> {
    const run = await this.store.find(id);
    if (run === undefined) throw noSuchRun(id);
    return summaryOf(run);
  }

  @OnRequest(listRunEvents)
  async events({
    id,
    before,
    limit,
  }: InputOf<typeof listRunEvents>): Promise<{ items: (RunEvent & { n: number })[]; more: boolean }> {
    const page = await this.store.events(id, before, limit);
    if (page === undefined) throw noSuchRun(id);
    return { items: page.items.map((item) => eventView(id, page.workflowId, item)), more: page.more };
  }

  @OnRequest(listObjectRuns)
  async ofObject({
    object_id,
    before,
    limit,
  }: InputOf<typeof listObjectRuns>): Promise<{ items: (RunSummary & { n: number })[]; more: boolean }> {
    const { items, more } = await this.store.ofObject(object_id, before, limit);
    return { items: items.map((item) => ({ ...summaryOf(item), n: item.n })), more };
  }

  @OnRequest(listRunOps)
  async ops({ id }: InputOf<typeof listRunOps>): Promise<{ items: RunOp[] }> {
    const ops = await this.store.ops(id);
    if (ops === undefined) throw noSuchRun(id);
    return { items: opViews(ops) };
  }
}

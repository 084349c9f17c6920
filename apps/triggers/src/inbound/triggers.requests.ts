import {
  changeTrigger,
  createTrigger,
  deleteTrigger,
  type ImportAnswer,
  importTriggers,
  listTriggers,
  type Trigger,
} from '@callboard/contracts';
import { onceKept } from '@callboard/kernel';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { DeleteTrigger } from '../use-cases/delete-trigger';
import { ImportTriggers } from '../use-cases/import-triggers';
import { PauseTrigger } from '../use-cases/pause-trigger';
import { RegisterTrigger } from '../use-cases/register-trigger';
import { TRIGGERS_STORE, type TriggersStore } from '../use-cases/triggers-store';
import { BackfillSchedule } from './backfill.schedule';

/** The registry of triggers. */
@Controller()
export class TriggersRequests {
  constructor(
    @Inject(TRIGGERS_STORE) private readonly triggers: TriggersStore,
    private readonly registerTrigger: RegisterTrigger,
    private readonly pauseTrigger: PauseTrigger,
    private readonly deleteTrigger: DeleteTrigger,
    private readonly importTriggers: ImportTriggers,
    private readonly backfill: BackfillSchedule,
  ) {}

  @OnRequest(listTriggers)
  async list(): Promise<{ triggers: Trigger[] }> {
    return { triggers: await this.triggers.list() };
  }

  @OnRequest(createTrigger)
  async create(
    { object_type_id: type, workflow_id: workflow }: z.infer<typeof createTrigger.input>,
    { caller, traceparent }: RequestContext,
  ): Promise<Trigger> {
    const trigger = await this.registerTrigger.execute(type, workflow, caller, traceparent);
    onceKept(() => this.backfill.wake());
    return trigger;
  }

  @OnRequest(changeTrigger)
  async change(
    { id, paused }: z.infer<typeof changeTrigger.input>,
    { caller, traceparent }: RequestContext,
  ): Promise<Trigger> {
    const trigger = await this.pauseTrigger.execute(id, paused, caller, traceparent);
    onceKept(() => this.backfill.wake());
    return trigger;
  }

  @OnRequest(deleteTrigger)
  async delete(
    { id }: z.infer<typeof deleteTrigger.input>,
    { caller }: RequestContext,
  ): Promise<Record<string, never>> {
    await this.deleteTrigger.execute(id, caller);
    return {};
  }

  @OnRequest(importTriggers)
  async import(
    { items }: z.infer<typeof importTriggers.input>,
    { caller }: RequestContext,
  ): Promise<{ items: ImportAnswer[] }> {
    return { items: await this.importTriggers.execute(items, caller) };
  }
}

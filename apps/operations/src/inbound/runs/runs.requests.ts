import { beginRun, recordRunEvents, requestRun } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import type { OpEvent } from '../../domain/runs/op-attempts';
import { BeginRun } from '../../use-cases/runs/begin-run';
import { RecordRunEvents } from '../../use-cases/runs/record-run-events';
import { RequestRun } from '../../use-cases/runs/request-run';
import type { InputOf } from '../operation-view';

/** What services ask that start runs, and sites that carry them out. */
@Controller()
export class RunsRequests {
  constructor(
    private readonly requestRun: RequestRun,
    private readonly beginRun: BeginRun,
    private readonly recordRunEvents: RecordRunEvents,
  ) {}

  @OnRequest(requestRun)
  async request(
    { workflow_id, object_id, asked_by }: InputOf<typeof requestRun>,
    { caller }: RequestContext,
  ): Promise<z.infer<typeof requestRun.output>> {
    const asked = { workflowId: workflow_id, objectId: object_id, askedBy: asked_by };
    const { id, isNew } = await this.requestRun.execute(asked, caller);
    return { run_id: id, is_new: isNew };
  }

  @OnRequest(beginRun)
  async begin(
    { operation_id }: InputOf<typeof beginRun>,
    { caller }: RequestContext,
  ): Promise<z.infer<typeof beginRun.output>> {
    const { run, succeeded, attempts } = await this.beginRun.execute(operation_id, caller);
    return { run_id: run.id, attempt: run.attempt, succeeded: [...succeeded], attempts: [...attempts] };
  }

  @OnRequest(recordRunEvents)
  async record(
    { operation_id, items }: InputOf<typeof recordRunEvents>,
    { caller }: RequestContext,
  ): Promise<z.infer<typeof recordRunEvents.output>> {
    return { recorded: await this.recordRunEvents.execute(operation_id, items.map(eventOf), caller) };
  }
}

function eventOf(item: InputOf<typeof recordRunEvents>['items'][number]): OpEvent {
  const { at, inputs = [], outputs = [], logs = [], ...rest } = item;
  return {
    ...rest,
    at: new Date(at),
    inputs,
    outputs,
    logs: logs.map((line) => ({ ...line, at: new Date(line.at) })),
  };
}

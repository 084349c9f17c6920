import { type Caller, insertExecutions, removeExecution } from '@callboard/contracts';
import { OperationFence } from '@callboard/fencing';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { InsertExecutions, type ResultOf } from '../use-cases/insert-executions';
import { RemoveExecution } from '../use-cases/remove-execution';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** Executions of workflows: inserted, removed with what was made of them (contract 2.8). */
@Controller()
export class ExecutionsRequests {
  constructor(
    private readonly insertExecutions: InsertExecutions,
    private readonly removeExecution: RemoveExecution,
    private readonly fence: OperationFence,
  ) {}

  @OnRequest(insertExecutions)
  async insert(
    { submission_id: id, operation_id: operationId }: InputOf<typeof insertExecutions>,
    { caller }: RequestContext,
  ): OutputOf<typeof insertExecutions> {
    const resultOf = operationId === undefined ? undefined : this.resultOf(operationId, caller);
    return { documents: await this.insertExecutions.execute(id, caller, resultOf) };
  }

  @OnRequest(removeExecution)
  async remove(
    { id }: InputOf<typeof removeExecution>,
    { caller }: RequestContext,
  ): OutputOf<typeof removeExecution> {
    const { executions, dataObjects, aggregates, removedAt } = await this.removeExecution.execute(id, caller);
    return {
      executions: [...executions],
      data_objects: [...dataObjects],
      aggregates: [...aggregates],
      removed_at: removedAt.toISOString(),
    };
  }

  private resultOf(operationId: string, caller: Caller): ResultOf {
    return { operationId, under: (work) => this.fence.lastly(operationId, caller, work) };
  }
}

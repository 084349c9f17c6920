import { type Caller, mayDo, nameOfCaller, RIGHTS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { EXECUTIONS_STORE, type ExecutionsStore, type RemovedExecutions } from './executions-store';

const RIGHT = 'allow:/queries:run(query_cmd:DeleteCommand)';
/** Most documents that go with one execution; an annotation has tens of thousands of aggregates. */
const MOST_DOCUMENTS = 100_000;

/** Removes an execution with all that was made of it (contract 2.8). */
@Injectable()
export class RemoveExecution {
  constructor(@Inject(EXECUTIONS_STORE) private readonly executions: ExecutionsStore) {}

  /** Refusals: `forbidden`, `not-found`, `bad-request`. */
  async execute(id: string, caller: Caller): Promise<RemovedExecutions> {
    if (!mayDo(RIGHT, caller, {})) throw new DomainError('forbidden', `Who may: ${RIGHTS[RIGHT].words}`);
    const removed = await this.executions.remove(id, nameOfCaller(caller), MOST_DOCUMENTS);
    if (removed) return removed;
    throw new DomainError('not-found', `There is no workflow execution ${JSON.stringify(id)}.`);
  }
}

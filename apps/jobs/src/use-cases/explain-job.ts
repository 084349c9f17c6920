import type { JobExplanation } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type JobFacts, reasonsOf } from '../domain/explanation';
import { JOB_INSIGHT_STORE, type JobInsightStore } from './job-insight-store';
import { OPERATIONS, type Operations } from './operations';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

/** Says why a job does not run. What others know and do not tell at this moment is left out. */
@Injectable()
export class ExplainJob {
  constructor(
    @Inject(JOB_INSIGHT_STORE) private readonly insight: JobInsightStore,
    @Inject(OPERATIONS) private readonly operations: Operations,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  /** @throws DomainError `not-found` */
  async execute(id: string): Promise<JobExplanation> {
    const facts = await this.insight.facts(id);
    if (facts === undefined) throw new DomainError('not-found', 'There is no such job.');
    const [operation, bells] = await Promise.all([
      this.operationOf(facts.claim?.operationId),
      this.queue.waiting([facts.workflow.id]).catch(() => undefined),
    ]);
    const waiting = bells && (bells.get(facts.workflow.id) ?? 0);
    return { job_id: id, job_state: facts.state, ...reasonsOf({ ...facts, operation, bells: waiting }) };
  }

  private async operationOf(id: string | undefined): Promise<JobFacts['operation']> {
    if (id === undefined) return undefined;
    const [reply] = await this.operations.find([id]).catch(() => []);
    return reply?.ok ? { done: reply.item.done, expireTime: reply.item.expire_time } : undefined;
  }
}

import type { JobIn } from '@callboard/contracts';
import { mintLocalId } from '@callboard/kernel';
import { newTraceparent } from '@callboard/messaging';
import { type Attempt, type Command, JOBS, type Policy } from './commands';
import { LossyOperations } from './lossy-operations';
import { RealJobs } from './real-jobs';
import { EndsTold, RealOperations } from './real-operations';
import { type RealStores, registerWorkflow } from './real-stores';
import { type Standing, standingOfReal } from './standing';

/** A command's attempt, by its number: the model knows which one was the last. */
type AttemptOf = (attempt: Attempt) => number;

/** The jobs of one sequence, and what is done to them by the use cases of both services on real tables. */
export class RealSequence {
  private readonly told = new EndsTold();
  private readonly operations: RealOperations;
  private readonly jobs: RealJobs;

  private constructor(
    private readonly stores: RealStores,
    private readonly workflowId: string,
    private readonly ids: readonly string[],
  ) {
    const line = new LossyOperations(stores.operations, this.told, newTraceparent());
    this.operations = new RealOperations(stores, this.told);
    this.jobs = new RealJobs(stores, line, workflowId, ids);
  }

  static async begin(stores: RealStores, policy: Policy): Promise<RealSequence> {
    const workflowId = `workflow-${mintLocalId()}`;
    await registerWorkflow(stores, workflowId, policy);
    const author = { who: 'site:alpha', traceparent: newTraceparent(), siteId: 'alpha' };
    const ids: string[] = [];
    // One by one, so that each is older than the next.
    for (let n = 0; n < JOBS; n += 1) {
      const posted: JobIn = { workflow: { id: workflowId }, config: { n } };
      const [job] = await stores.jobs.create([posted], author);
      ids.push(job?.id ?? 'refused');
    }
    return new RealSequence(stores, workflowId, ids);
  }

  /** Does what the command says and gives the answer, in words that the model uses too. */
  async carryOut(command: Command, attemptOf: AttemptOf): Promise<string> {
    switch (command.what) {
      case 'claim':
        return this.jobs.claim(command);
      case 'pick':
        return this.jobs.pick(command);
      case 'report':
      case 'settle':
      case 'heartbeat':
        return this.operations.write(command, await this.operationOf(command.of, attemptOf));
      case 'release':
        return this.jobs.release(command);
      case 'cancel':
        return this.jobs.cancel(command);
      case 'retry':
        return this.jobs.retry(command);
      case 'expire':
        return this.operations.expire(await this.operationOf(command.of, attemptOf));
      case 'hear':
      case 'compare':
      case 'wait':
      case 'pause':
        return this.happen(command);
    }
  }

  /** All ends are heard, in the order told. */
  async drain(): Promise<void> {
    for (const end of this.told.ends) await this.jobs.hear(end);
  }

  standing(): Promise<Standing> {
    return standingOfReal(this.stores, this.ids);
  }

  private async happen(
    command: Extract<Command, { what: 'hear' | 'compare' | 'wait' | 'pause' }>,
  ): Promise<string> {
    const { ends } = this.told;
    if (command.what === 'hear') await this.jobs.hear(ends[command.end % ends.length]);
    if (command.what === 'compare') await this.jobs.compare();
    if (command.what === 'wait') await this.wait();
    if (command.what === 'pause')
      await this.stores.workflows.change(this.workflowId, { paused: command.paused });
    return '';
  }

  private async wait(): Promise<void> {
    await this.stores.jobsDatabase.query(
      'update jobs set available_at = now() where id = any ($1) and available_at > now()',
      [this.ids],
    );
  }

  private async operationOf(attempt: Attempt, attemptOf: AttemptOf): Promise<string> {
    const rows = await this.stores.jobsDatabase.query<{ operation_id: string }>(
      'select operation_id from claims where job_id = $1 and attempt = $2',
      [this.jobs.idOf(attempt.job), attemptOf(attempt)],
    );
    return rows[0]?.operation_id ?? 'no-such-operation';
  }
}

import type { Caller, ClaimedJob, ItemReply } from '@callboard/contracts';
import { DomainError, mintLocalId } from '@callboard/kernel';
import { OperationsChangedConsumer } from '../../../jobs/src/inbound/operations-changed.consumer';
import { CancelJobs } from '../../../jobs/src/use-cases/cancel-jobs';
import { CancelOpenJobs } from '../../../jobs/src/use-cases/cancel-open-jobs';
import { ClaimJobs, type ClaimedJobs } from '../../../jobs/src/use-cases/claim-jobs';
import type { ClaimTerms } from '../../../jobs/src/use-cases/claims-store';
import { CompareClaims } from '../../../jobs/src/use-cases/compare-claims';
import { EndClaims } from '../../../jobs/src/use-cases/end-claims';
import { JobOwners } from '../../../jobs/src/use-cases/job-owners';
import { ReleaseJobs } from '../../../jobs/src/use-cases/release-jobs';
import { RequeueJobs } from '../../../jobs/src/use-cases/requeue-jobs';
import { RetryJobs } from '../../../jobs/src/use-cases/retry-jobs';
import { SettleJobs } from '../../../jobs/src/use-cases/settle-jobs';
import type { EndedOperation } from '../../../operations/src/domain/operation';
import { endedEvent } from '../../../operations/src/persistence/ended-operations.event';
import type { Command, Who } from './commands';
import type { LossyOperations } from './lossy-operations';
import { nameOf, toldOf } from './model-state';
import { callerOf, wordsOf } from './real-operations';
import type { RealStores } from './real-stores';

const RUNTIME_SITE = 'nmdc-runtime';
/** So that no lease of a sequence that is over runs out in the middle of another. */
const DAY_MS = 86_400_000;
const ADMIN: Caller = { kind: 'user', username: 'admin', administers: [RUNTIME_SITE] };

type Claiming = Extract<Command, { what: 'claim' | 'pick' }>;

const silentQueue = {
  ring: () => undefined,
  waiting: () => Promise.resolve(new Map<string, number>()),
  ensureQueue: () => Promise.resolve(),
};
const silentJournal = { tell: () => undefined };

/** What sites and people do to the jobs of a sequence, by the use cases of `jobs`. */
export class RealJobs {
  /** Request ids are unique to a sequence, as to a process. */
  private readonly name = mintLocalId();
  private readonly claimJobs: ClaimJobs;
  private readonly releaseJobs: ReleaseJobs;
  private readonly cancelJobs: CancelJobs;
  private readonly retryJobs: RetryJobs;
  private readonly compareClaims: CompareClaims;
  private readonly consumer: OperationsChangedConsumer;

  constructor(
    private readonly stores: RealStores,
    private readonly operations: LossyOperations,
    private readonly workflowId: string,
    private readonly ids: readonly string[],
  ) {
    const { claims, jobs, managed, settlements } = stores;
    const settle = new SettleJobs(settlements, silentQueue, silentJournal);
    const endClaims = new EndClaims(claims, operations, settle);
    const owners = new JobOwners(managed, RUNTIME_SITE);
    this.claimJobs = new ClaimJobs(claims, operations, silentQueue, silentJournal);
    this.releaseJobs = new ReleaseJobs(jobs, claims, endClaims);
    this.cancelJobs = new CancelJobs(jobs, owners, new CancelOpenJobs(managed, endClaims, silentJournal));
    const requeue = new RequeueJobs(managed, silentQueue, silentJournal);
    this.retryJobs = new RetryJobs(owners, requeue, jobs);
    this.compareClaims = new CompareClaims(settlements, claims, operations, settle);
    this.consumer = new OperationsChangedConsumer(settle);
  }

  idOf(job: number): string {
    return this.ids[job] ?? 'no-such-job';
  }

  claim(command: Extract<Command, { what: 'claim' }>): Promise<string> {
    return this.carry(command.lost, async () => {
      const { items } = await this.claimJobs.named([this.idOf(command.job)], this.termsOf(command));
      return this.told(items[0]);
    });
  }

  pick(command: Extract<Command, { what: 'pick' }>): Promise<string> {
    return this.carry(command.lost, async () => {
      const picked = await this.claimJobs.ofWorkflow(this.workflowId, command.most, this.termsOf(command));
      return `${this.toldAll(picked)}${picked.remaining ? ', more' : ''}`;
    });
  }

  release({ site, job, lost }: Extract<Command, { what: 'release' }>): Promise<string> {
    return this.carry(lost, async () => {
      const [reply] = await this.releaseJobs.execute([this.idOf(job)], callerOf(site));
      return wordsOf(reply, ({ state }) => state);
    });
  }

  cancel({ by, job, lost }: Extract<Command, { what: 'cancel' }>): Promise<string> {
    return this.carry(lost, async () => {
      const [reply] = await this.cancelJobs.execute([this.idOf(job)], callerFor(by));
      return wordsOf(reply, ({ state }) => state);
    });
  }

  async retry({ by, job }: Extract<Command, { what: 'retry' }>): Promise<string> {
    const [reply] = await this.retryJobs.execute([this.idOf(job)], callerFor(by));
    return wordsOf(reply, ({ state }) => state);
  }

  async hear(end: EndedOperation | undefined): Promise<void> {
    if (end) await this.consumer.hear(endedEvent([end]));
  }

  /** The turn of every open claim of this sequence has come, and of no other. */
  compare(): Promise<void> {
    return this.stores.sweeps.run(async () => {
      await this.nextComparison('now()');
      await this.compareClaims.execute();
      await this.nextComparison(`now() + interval '1 day'`);
    });
  }

  private async nextComparison(at: string): Promise<void> {
    await this.stores.jobsDatabase.query(
      `update claims set next_comparison = ${at} where job_id = any ($1) and state = 'open'`,
      [this.ids],
    );
  }

  private termsOf({ site, process, request }: Claiming): ClaimTerms {
    const requestId = request && `${request} of ${this.name}`;
    return { siteId: site, claimant: process, requestId, doorLeaseMs: DAY_MS };
  }

  private told(reply: ItemReply<ClaimedJob> | undefined): string {
    return wordsOf(reply, ({ job, operation }) =>
      toldOf(
        nameOf({ job: this.ids.indexOf(job.id), attempt: operation.attempt }),
        operation.outcome ?? 'open',
      ),
    );
  }

  private toldAll({ items }: ClaimedJobs): string {
    return items
      .map((item) => this.told(item))
      .sort()
      .join(', ');
  }

  private async carry(lost: LossyOperations['lost'], work: () => Promise<string>): Promise<string> {
    this.operations.lost = lost;
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof DomainError) return thrown.code;
      throw thrown;
    } finally {
      this.operations.lost = 'nothing';
    }
  }
}

const callerFor = (who: Who): Caller => (who === 'admin' ? ADMIN : callerOf(who));

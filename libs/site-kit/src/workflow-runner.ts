import { randomUUID } from 'node:crypto';
import { type ClaimedJob, claimJobs } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import type { Bell, BellSource, ListenForBells } from './bell-source';
import type { WorkflowDefinition } from './define-workflow';
import { pause } from './pause';
import type { SiteRequests } from './site-requests';

/** Most jobs of one claim, and most bells of one pull (design 4). */
const MOST_AT_ONCE = 100;
const HAND_BACK_MS = 1000;
const QUEUE_MISSING_PAUSE_MS = 500;

/** Starts a claimed job; the promise ends when the slot is free again, and never rejects. */
export type StartJob = (definition: WorkflowDefinition, claimed: ClaimedJob) => Promise<void>;

/**
 * Keeps the slots of one workflow busy: asks for as many bells as slots are free, claims once for all the bells that
 * came in meanwhile, starts what it won. While there is plenty, it claims for all free slots at once without waiting
 * for bells. Bells beyond that are acknowledged when no claimable job is left for
 * anybody, else handed back (design 4). The bell is not the truth: at start and whenever the queue may have lost
 * something it claims without one.
 */
export class WorkflowRunner {
  private readonly bells: Bell[] = [];
  private readonly source: BellSource;
  private readonly stopping = new AbortController();
  private running = 0;
  private claimUnrung = true;
  /** The last claim was granted in full and left others: the next one need not wait for bells. */
  private plenty = false;
  private connected = true;
  private answered = false;
  private claiming: Promise<void> | undefined;

  constructor(
    private readonly definition: WorkflowDefinition,
    listen: ListenForBells,
    private readonly requests: SiteRequests,
    private readonly startJob: StartJob,
    private readonly log: Log,
  ) {
    const listener = {
      onBell: (bell: Bell) => {
        this.bells.push(bell);
        this.work();
      },
      onPullEnd: (queueMissing: boolean) => void this.pullEnded(queueMissing),
    };
    this.source = listen(definition.id, listener);
  }

  start(): void {
    this.work();
  }

  /** Whether a claim was answered and bells are listened for, or all slots are taken. */
  get listening(): boolean {
    return this.connected && this.answered && (this.free <= 0 || this.source.outstanding > 0);
  }

  /** The connection is lost: what the queue knew of our pulls is void. */
  disconnected(): void {
    this.connected = false;
    this.source.reset();
  }

  /** Pulls afresh, and claims once without a bell, because bells may have been missed. */
  reconnected(): void {
    this.connected = true;
    this.claimUnrung = true;
    this.work();
  }

  /** No further bell and no further claim; resolves when a claim under way has been answered. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.source.reset();
    await this.claiming;
    for (const bell of this.bells.splice(0)) bell.handBack(0);
  }

  private get free(): number {
    return (this.definition.concurrency ?? 1) - this.running;
  }

  private work(): void {
    if (this.stopping.signal.aborted || this.claiming) return;
    if (this.bells.length > 0 || this.claimUnrung || (this.plenty && this.free > 0)) {
      this.claiming = this.claim().finally(() => {
        this.claiming = undefined;
        this.work();
      });
    } else if (this.connected) {
      const room = this.free - this.source.outstanding;
      if (room > 0) this.source.pull(Math.min(room, MOST_AT_ONCE));
    }
  }

  private async claim(): Promise<void> {
    const rung = this.bells.splice(0);
    const wanted = this.claimUnrung || this.plenty ? this.free : Math.min(this.free, rung.length);
    const max = Math.min(MOST_AT_ONCE, Math.max(0, wanted));
    this.claimUnrung = false;
    this.plenty = false;
    try {
      const { items, remaining } = await this.requests.persist(
        claimJobs,
        {
          pick: { workflow_id: this.definition.id, max },
          claimant: CLAIMANT,
          request_id: randomUUID(),
          lease_ms: this.definition.leaseMs,
        },
        this.stopping.signal,
      );
      this.answered = true;
      const won = items.flatMap((reply) => (reply.ok ? [reply.item] : []));
      this.plenty = remaining && max > 0 && won.length === max;
      for (const claimed of won) this.startOne(claimed);
      rung.forEach((bell, at) =>
        at < won.length || !remaining ? bell.acknowledge() : bell.handBack(HAND_BACK_MS),
      );
    } catch (thrown) {
      for (const bell of rung) bell.handBack(HAND_BACK_MS);
      this.log.warn({ workflow_id: this.definition.id, reason: messageOf(thrown) }, 'claim refused');
      await pause(HAND_BACK_MS, this.stopping.signal);
    }
  }

  private startOne(claimed: ClaimedJob): void {
    this.running += 1;
    void this.startJob(this.definition, claimed).finally(() => {
      this.running -= 1;
      this.work();
    });
  }

  /** A missing queue is made by `jobs` when a site claims, so claim, then pull again. */
  private async pullEnded(queueMissing: boolean): Promise<void> {
    if (queueMissing) {
      await pause(QUEUE_MISSING_PAUSE_MS, this.stopping.signal);
      this.claimUnrung = true;
    }
    this.work();
  }
}

/** Names this process among those of its site. */
const CLAIMANT = `${process.pid}-${randomUUID()}`;

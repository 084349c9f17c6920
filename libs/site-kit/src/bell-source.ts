import { bellDurable, bellPullSubject } from '@callboard/contracts';
import { createInbox, JSONCodec, type Msg, nanos, type NatsConnection, type Subscription } from 'nats';

const EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 10_000;

/** Status codes that the broker sends in place of a bell. */
const STATUS = { heartbeat: 100, nothing: 404, expired: 408 } as const;

const codec = JSONCodec();

/** A bell: word that a job of the workflow is claimable. To be answered or handed back within the durable's 10 s. */
export interface Bell {
  /** Nobody needs this bell any more. */
  acknowledge(): void;
  /** Somebody may need it in `delayMs` milliseconds. */
  handBack(delayMs: number): void;
}

export interface BellListener {
  onBell(bell: Bell): void;
  /** A pull has ended, so there is room for another. `queueMissing` says that the broker has no such queue (yet). */
  onPullEnd(queueMissing: boolean): void;
}

/** Starts to listen for the bells of a workflow. */
export type ListenForBells = (workflowId: string, listener: BellListener) => BellSource;

/** One request for bells under way. */
interface Pull {
  left: number;
  subscription: Subscription;
  /** Fires when the broker has been silent for two heartbeats. */
  silence: NodeJS.Timeout;
}

/**
 * Bells of one workflow. A site asks for exactly as many as it has free slots and never prefetches (design 4), so that
 * an idle site is not starved by a busy one. It needs the rights of a site only: no consumer info, its own inbox. Each
 * pull has an inbox of its own, because pulls parked under an old one would swallow bells after a reconnect
 * (site-identity 3). The client's own `fetch` is not used: it leaves a listener on the connection for ever.
 */
export class BellSource {
  private readonly pulls = new Set<Pull>();

  constructor(
    private readonly connection: NatsConnection,
    private readonly inboxPrefix: string,
    private readonly workflowId: string,
    private readonly listener: BellListener,
  ) {}

  /** Bells asked for and not yet heard. */
  get outstanding(): number {
    let sum = 0;
    for (const pull of this.pulls) sum += pull.left;
    return sum;
  }

  /** Asks for `count` more bells; waits up to 30 s for them. */
  pull(count: number): void {
    const inbox = createInbox(this.inboxPrefix);
    const subscription = this.connection.subscribe(inbox, {
      callback: (fault, message) => (fault ? this.end(pull, true) : this.hear(pull, inbox, message)),
    });
    const pull: Pull = { left: count, subscription, silence: this.watch(() => pull) };
    this.pulls.add(pull);
    const limits = { batch: count, expires: nanos(EXPIRES_MS), idle_heartbeat: nanos(HEARTBEAT_MS) };
    this.connection.publish(bellPullSubject(bellDurable(this.workflowId)), codec.encode(limits), {
      reply: inbox,
    });
  }

  /** Forgets every pull without a word to the listener: the connection is lost, or the site stops. */
  reset(): void {
    for (const pull of this.pulls) this.forget(pull);
  }

  private hear(pull: Pull, inbox: string, message: Msg): void {
    clearTimeout(pull.silence);
    pull.silence = this.watch(() => pull);
    const status = message.subject === inbox ? (message.headers?.code ?? 0) : undefined;
    if (status === STATUS.heartbeat) return;
    if (status !== undefined) return this.end(pull, status !== STATUS.nothing && status !== STATUS.expired);
    pull.left -= 1;
    this.listener.onBell(bellOf(message));
    if (pull.left === 0) this.end(pull, false);
  }

  private watch(pull: () => Pull): NodeJS.Timeout {
    return setTimeout(() => this.end(pull(), true), 2 * HEARTBEAT_MS);
  }

  private end(pull: Pull, queueMissing: boolean): void {
    if (this.forget(pull)) this.listener.onPullEnd(queueMissing);
  }

  private forget(pull: Pull): boolean {
    clearTimeout(pull.silence);
    pull.subscription.unsubscribe();
    return this.pulls.delete(pull);
  }
}

/** Answers go to the reply subject of the bell, by the broker's leave to respond (site-identity 4). */
function bellOf(message: Msg): Bell {
  const answer = (text: string): void => void message.respond(Buffer.from(text));
  return {
    acknowledge: () => answer('+ACK'),
    handBack: (delayMs) => answer(`-NAK {"delay": ${nanos(delayMs)}}`),
  };
}

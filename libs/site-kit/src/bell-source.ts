import { bellDurable, WORK_STREAM } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import type { ConsumerInfo, ConsumerMessages, JsMsg, NatsConnection } from 'nats';

const EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 10_000;

/** A bell: word that a job of the workflow is claimable. To be answered or handed back within the durable's 10 s. */
export interface Bell {
  /** Nobody needs this bell any more. */
  acknowledge(): void;
  /** Somebody may need it in `delayMs` milliseconds. */
  handBack(delayMs: number): void;
}

/** One fetch under way, and how many bells of it are still to come. */
interface Pull {
  left: number;
  messages?: ConsumerMessages;
}

export interface BellListener {
  onBell(bell: Bell): void;
  /** A pull has ended, so there is room for another. `queueMissing` says that the broker has no such queue (yet). */
  onPullEnd(queueMissing: boolean): void;
}

/**
 * Bells of one workflow, pulled with `fetch` and never `consume`, so that a site takes exactly as many as it has free
 * slots (design 4). Works with the rights of a site: no consumer info, its own inbox, and a new inbox after each
 * reconnect, because pulls parked under the old one would swallow bells (site-identity 3).
 */
export class BellSource {
  private readonly pulls = new Set<Pull>();
  private closed = false;

  constructor(
    private readonly connection: NatsConnection,
    private readonly workflowId: string,
    private readonly listener: BellListener,
    private readonly log: Log,
  ) {}

  /** Bells asked for and not yet heard. */
  get outstanding(): number {
    let sum = 0;
    for (const pull of this.pulls) sum += pull.left;
    return sum;
  }

  /** Asks for `count` more bells; resolves when that pull has ended. Never rejects. */
  async pull(count: number): Promise<void> {
    if (this.closed) return;
    const pull: Pull = { left: count };
    this.pulls.add(pull);
    const fault = await this.hear(pull);
    this.pulls.delete(pull);
    if (fault)
      this.log.debug({ workflow_id: this.workflowId, reason: messageOf(fault) }, 'pull of bells ended');
    if (!this.closed) this.listener.onPullEnd(fault !== undefined);
  }

  private async hear(pull: Pull): Promise<unknown> {
    const durable = {
      stream_name: WORK_STREAM,
      name: bellDurable(this.workflowId),
      config: {},
    } as ConsumerInfo;
    const options = {
      bind: true,
      max_messages: pull.left,
      expires: EXPIRES_MS,
      idle_heartbeat: HEARTBEAT_MS,
    };
    try {
      pull.messages = await this.connection.jetstream().consumers.getPullConsumerFor(durable).fetch(options);
      for await (const message of pull.messages) {
        pull.left -= 1;
        this.listener.onBell(asBell(message));
      }
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  }

  /** Ends every pull; for a lost connection. Pulling again starts with fresh inboxes. */
  async reset(): Promise<void> {
    for (const pull of this.pulls) await pull.messages?.close();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.reset();
  }
}

function asBell(message: JsMsg): Bell {
  return { acknowledge: () => message.ack(), handBack: (delayMs) => message.nak(delayMs) };
}

import type { EventContract, ServiceName } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import {
  type ConsumerMessages,
  ConsumerEvents,
  type ConsumerInfo,
  type JetStreamManager,
  type JsMsg,
  type NatsConnection,
} from 'nats';
import { linkOf } from './link';
import { retryDelay } from './retry-delay';
import { ensureEventDurable, ensureEventStream } from './stream-topology';

export interface EventConsumerOptions {
  connection: NatsConnection;
  jsm: JetStreamManager;
  /** The service that hears. */
  service: ServiceName;
  contract: EventContract<unknown>;
  log: Log;
  /** Milliseconds after which an event that nobody works on is delivered again. */
  ackWaitMs: number;
  /** Deliveries after which the broker gives an event up; see stream-topology.ts for the default. */
  maxDeliver?: number | undefined;
  /** Called for each delivered event; must not throw. */
  deliver(message: JsMsg): void;
}

/** Delivered and not yet settled, over all processes of a service; bounds what a process holds in memory. */
const MAX_ACK_PENDING = 256;
const PULL_MESSAGES = 32;
const PULL_EXPIRES_MS = 30_000;
const IDLE_HEARTBEAT_MS = 5_000;

/** Signs that the server has forgotten about us; each is answered by building everything anew. */
const LOST: readonly string[] = [
  ConsumerEvents.HeartbeatsMissed,
  ConsumerEvents.ConsumerDeleted,
  ConsumerEvents.ConsumerNotFound,
  ConsumerEvents.StreamNotFound,
  ConsumerEvents.NoResponders,
];

/**
 * Keeps one event flowing, whatever happens to the broker. It makes the stream and the durable if they are missing
 * (the broker may lose its whole data folder) and pulls; when the connection was lost, the durable deleted or the
 * server silent, it starts over with a new inbox, since a pull that is still parked at the server would swallow
 * messages meant for the old one.
 */
export class EventConsumer {
  private stopped = false;
  private failures = 0;
  private interrupt: (() => void) | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly options: EventConsumerOptions) {}

  /** Resolves when the first pull is out. Tries until it is, or {@link stop} is called. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.running = this.keepPulling(resolve).finally(resolve);
    });
  }

  /** To be called after each reconnect. */
  restart(): void {
    this.interrupt?.();
  }

  /** Stops pulling. Events already delivered are the caller's to finish. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.interrupt?.();
    await this.running;
  }

  private async keepPulling(started: () => void): Promise<void> {
    while (!this.stopped) {
      try {
        const messages = await this.pull();
        this.failures = 0;
        started();
        await this.untilLost(messages);
      } catch (error) {
        await this.pauseAfter(error);
      }
    }
  }

  private async pull(): Promise<ConsumerMessages> {
    const { connection, jsm, service, contract, ackWaitMs, maxDeliver, deliver } = this.options;
    const link = linkOf(connection);
    await link.orLost(ensureEventStream(jsm, contract.service));
    const limits = { ackWaitMs, maxAckPending: MAX_ACK_PENDING, maxDeliver };
    const info = await link.orLost(ensureEventDurable(jsm, service, contract, limits));
    return connection.jetstream().consumers.getPullConsumerFor(bare(info)).consume({
      max_messages: PULL_MESSAGES,
      expires: PULL_EXPIRES_MS,
      idle_heartbeat: IDLE_HEARTBEAT_MS,
      bind: true,
      abort_on_missing_resource: true,
      callback: deliver,
    });
  }

  /** Waits until the pull ended or must be renewed, and clears it away. */
  private async untilLost(messages: ConsumerMessages): Promise<void> {
    const { log, contract } = this.options;
    const interrupted = new Promise<string>((resolve) => {
      this.interrupt = () => resolve('interrupted');
      if (this.stopped) resolve('stopped');
    });
    const ended = messages.closed().then((error) => (error === undefined ? 'ended' : messageOf(error)));
    const why = await Promise.race([interrupted, ended, lossOf(messages)]);
    this.interrupt = undefined;
    messages.stop();
    if (!this.stopped) log.debug({ subject: contract.subject, why }, 'pulling events anew');
  }

  private async pauseAfter(error: unknown): Promise<void> {
    if (this.stopped) return;
    this.failures += 1;
    const delayMs = Math.min(retryDelay(this.failures), 5_000);
    const { log, contract } = this.options;
    log.warn(
      { subject: contract.subject, reason: messageOf(error), delayMs },
      'events cannot be pulled, trying again',
    );
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.interrupt = undefined;
  }
}

async function lossOf(messages: ConsumerMessages): Promise<string> {
  for await (const { type } of await messages.status()) if (LOST.includes(type)) return type;
  return 'ended';
}

/** The client only needs the names; by this form it asks no CONSUMER.INFO. */
function bare({ stream_name, name }: ConsumerInfo): ConsumerInfo {
  return { stream_name, name, config: {} } as ConsumerInfo;
}

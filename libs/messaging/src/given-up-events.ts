import {
  acknowledgementOf,
  type EventContract,
  eventDurable,
  GIVEN_UP_STREAM,
  givenUpNotices,
  type ServiceName,
} from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import type { ConsumerInfo, JetStreamManager, NatsConnection, StoredMsg } from 'nats';
import { z } from 'zod';
import type { DeadLetterSink } from './dead-letters';
import { linkOf } from './link';
import { isGone, letterOf, storedMessage } from './stored-message';
import { ensureGivenUpStream } from './stream-topology';

export interface GivenUpEventsOptions {
  connection: NatsConnection;
  jsm: JetStreamManager;
  /** The service that hears. */
  service: ServiceName;
  contracts: readonly EventContract<unknown>[];
  deadLetters: DeadLetterSink;
  log: Log;
  /** Told of each. */
  gaveUp: (event: { subject: string; found: 'notice' | 'count' }) => void;
  everyMs?: number;
}

const EVERY_MS = 15_000;

/** What we need of an advisory `io.nats.jetstream.advisory.v1.max_deliver`. */
const notice = z.object({ stream_seq: z.int(), deliveries: z.int() });

/**
 * Finds the events that the broker gave up: it hides them, and nobody would handle them again. Its notices (advisories)
 * are kept in a stream; each is followed to the event, which becomes a dead letter. A notice can be lost, with the broker
 * or before the stream was made; then the durable still counts an event as delivered again that is in nobody's hands, and
 * is made anew, so that everything the stream holds is delivered once more, as after a loss of the broker's data.
 */
export class GivenUpEvents {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;
  /** Durables that had an event too many at the last look. */
  private suspects = new Set<string>();

  constructor(private readonly options: GivenUpEventsOptions) {}

  start(): void {
    if (this.options.contracts.length > 0) this.lookAfter(0);
  }

  private lookAfter(ms: number): void {
    this.timer = setTimeout(() => {
      this.round = this.sweep()
        .catch((error: unknown) =>
          this.options.log.debug({ reason: messageOf(error) }, 'given-up events not looked for'),
        )
        .finally(() => {
          if (!this.stopped) this.lookAfter(this.options.everyMs ?? EVERY_MS);
        });
    }, ms);
  }

  /** Resolves when a round that is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  /** One look at every durable of the service. Rejects while NATS is away. */
  async sweep(): Promise<void> {
    const { connection, jsm, contracts } = this.options;
    if (!linkOf(connection).isUp) return;
    await ensureGivenUpStream(jsm);
    for (const contract of contracts) {
      if (this.stopped) return;
      await this.followNotices(contract);
      await this.count(contract);
    }
  }

  private async followNotices(contract: EventContract<unknown>): Promise<void> {
    const { jsm, service } = this.options;
    const subject = givenUpNotices(contract.stream, eventDurable(service, contract.subject));
    while (!this.stopped) {
      const told = await storedMessage(jsm, GIVEN_UP_STREAM, { last_by_subj: subject });
      if (told === undefined) return;
      await this.bury(contract, told);
      await this.strike(told);
    }
  }

  /** Another process may have been faster. */
  private async strike({ seq }: StoredMsg): Promise<void> {
    try {
      await this.options.jsm.streams.deleteMessage(GIVEN_UP_STREAM, seq, false);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  /** The event is kept first; only then the broker is told that it is settled, and forgets that it gave it up. */
  private async bury(contract: EventContract<unknown>, told: StoredMsg): Promise<void> {
    const { connection, jsm, service, deadLetters, log, gaveUp } = this.options;
    const parsed = notice.safeParse(told.json());
    if (!parsed.success) return;
    const { stream_seq: seq, deliveries } = parsed.data;
    const { stream, subject } = contract;
    const event = await storedMessage(jsm, stream, { seq });
    if (event === undefined) {
      log.error({ stream, seq, deliveries }, 'the broker gave up an event that its stream has no more');
      return;
    }
    const reason = `given up by the broker after ${deliveries} deliveries that nobody lived to settle`;
    const letter = letterOf(event, reason, deliveries);
    await deadLetters.keep(letter);
    log.error({ subject, eventId: letter.eventId, reason, deliveries }, 'an event became a dead letter');
    connection.publish(
      acknowledgementOf(stream, eventDurable(service, subject), deliveries, seq),
      Buffer.from('+ACK'),
    );
    gaveUp({ subject, found: 'notice' });
  }

  /** Twice in a row, as an event may be settled between the two numbers. */
  private async count({ stream, subject }: EventContract<unknown>): Promise<void> {
    const { jsm, service, log, gaveUp } = this.options;
    const durable = eventDurable(service, subject);
    const info = await jsm.consumers.info(stream, durable).catch(() => undefined);
    if (info === undefined || !hidesSome(info)) {
      this.suspects.delete(durable);
      return;
    }
    if (!this.suspects.delete(durable)) {
      this.suspects.add(durable);
      return;
    }
    log.warn({ subject, events: info.num_redelivered }, 'the broker hides events: all are delivered again');
    await jsm.consumers.delete(stream, durable);
    gaveUp({ subject, found: 'count' });
  }
}

/** Every event that was delivered again is in somebody's hands, or was given up. */
function hidesSome({ num_redelivered, num_ack_pending }: ConsumerInfo): boolean {
  return num_redelivered > num_ack_pending;
}

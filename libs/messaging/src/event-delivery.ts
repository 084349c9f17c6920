import { type EventContract, HEADERS } from '@callboard/contracts';
import { Gate, type Log, messageOf } from '@callboard/kernel';
import type { JsMsg } from 'nats';
import type { DeadLetterSink } from './dead-letters';
import { FailureCounts } from './failure-counts';
import type { EventHandler } from './handlers';
import type { Link } from './link';
import type { TransportObserver } from './observer';
import { retryDelay } from './retry-delay';
import { readPayload } from './read-payload';
import { isTransient, type Outcome, settle, type Settlement } from './settlement';
import { currentTraceparent, runInTrace } from './trace-context';

export interface EventDeliveryOptions {
  link: Link;
  log: Log;
  deadLetters: DeadLetterSink;
  ackWaitMs: number;
  /** Failures after which an event becomes a dead letter. */
  maxDeliveries: number;
  /** Events of one subject handled at once by this process. */
  concurrency: number;
  observer: TransportObserver;
}

/**
 * Tries of an event that holds what the database refuses. It will never pass; more than one, as a version of the service
 * that is just being replaced may refuse what the next one takes.
 */
const HOPELESS_TRIES = 3;

/** Runs the handler of one event subject, a few events at a time, and settles each. */
export class EventDelivery {
  private readonly inHand = new Set<Promise<void>>();
  private readonly slots: Gate;
  private readonly failures = new FailureCounts();

  constructor(
    private readonly contract: EventContract<unknown>,
    private readonly handler: EventHandler<unknown>,
    private readonly options: EventDeliveryOptions,
  ) {
    this.slots = new Gate(options.concurrency);
  }

  /** Takes a delivered event. While it waits or is worked on, the server is told so. */
  take(message: JsMsg): void {
    const work = this.process(message).finally(() => this.inHand.delete(work));
    this.inHand.add(work);
  }

  /** Waits until everything taken is settled. */
  async idle(): Promise<void> {
    while (this.inHand.size > 0) await Promise.allSettled(this.inHand);
  }

  private async process(message: JsMsg): Promise<void> {
    const stillHere = setInterval(() => sayStillHere(message), this.options.ackWaitMs / 3);
    const traceparent = message.headers?.get(HEADERS.traceparent);
    try {
      await this.slots.run(() => runInTrace(traceparent, () => this.handleAndSettle(message)));
    } catch (error) {
      // Not settled: it comes back after ack_wait, to a handler that knows what it has done already.
      this.options.log.debug(
        { subject: message.subject, reason: messageOf(error) },
        'an event was not settled',
      );
    } finally {
      clearInterval(stillHere);
    }
  }

  private async handleAndSettle(message: JsMsg): Promise<void> {
    const { log, observer } = this.options;
    const outcome = await this.handle(message);
    const deliveries = message.info.deliveryCount;
    const settlement = this.settle(outcome, message);
    if (!outcome.handled) {
      const fields = { subject: message.subject, deliveries, err: outcome.error, becomes: settlement.kind };
      log.warn(fields, 'an event could not be handled');
    }
    const done = await this.carryOut(settlement, message);
    observer.eventSettled({ subject: message.subject, outcome: done });
  }

  private settle(outcome: Outcome, message: JsMsg): Settlement {
    const { deadLetters, maxDeliveries } = this.options;
    const { streamSequence, deliveryCount: deliveries } = message.info;
    const isFault = !outcome.handled && !isTransient(outcome.error);
    const hopeless = isFault && deadLetters.isHopeless?.(outcome.error) === true;
    const most = hopeless ? Math.min(HOPELESS_TRIES, maxDeliveries) : maxDeliveries;
    const failures = isFault ? this.failures.add(streamSequence) : 0;
    const settlement = settle(outcome, { deliveries, failures, most });
    if (settlement.kind !== 'retry') this.failures.forget(streamSequence);
    return settlement;
  }

  private async handle(message: JsMsg): Promise<Outcome> {
    try {
      await this.handler(readPayload(this.contract, message.data), {
        id: idOf(message),
        time:
          message.headers?.get(HEADERS.eventTime) ||
          new Date(message.info.timestampNanos / 1e6).toISOString(),
        deliveries: message.info.deliveryCount,
        traceparent: currentTraceparent() ?? '',
      });
      return { handled: true };
    } catch (error) {
      return { handled: false, error };
    }
  }

  private async carryOut(settlement: Settlement, message: JsMsg): Promise<Settlement['kind']> {
    switch (settlement.kind) {
      case 'ack':
        await this.acknowledge(message);
        return 'ack';
      case 'retry':
        message.nak(settlement.delayMs);
        return 'retry';
      case 'dead-letter':
        return this.bury(message, settlement.reason);
    }
  }

  /** Waits for the server's word, so that a lost acknowledgement is known; not longer than the event is ours. */
  private async acknowledge(message: JsMsg): Promise<void> {
    const { link, ackWaitMs } = this.options;
    await link.untilUp(ackWaitMs);
    await link.orLost(message.ackAck());
  }

  /** An event leaves the stream only after it was kept. */
  private async bury(message: JsMsg, reason: string): Promise<Settlement['kind']> {
    const { deadLetters, log } = this.options;
    const { subject, data } = message;
    const deliveries = message.info.deliveryCount;
    const headers = headersOf(message);
    try {
      await deadLetters.keep({
        subject,
        eventId: headers[HEADERS.eventId],
        reason,
        headers,
        body: data,
        deliveries,
      });
    } catch (error) {
      log.error({ subject, err: error }, 'a dead letter could not be kept, the event is delivered again');
      message.nak(retryDelay(deliveries));
      return 'retry';
    }
    log.error({ subject, eventId: idOf(message), reason, deliveries }, 'an event became a dead letter');
    message.term(reason.slice(0, 200));
    return 'dead-letter';
  }
}

function sayStillHere(message: JsMsg): void {
  try {
    message.working();
  } catch {
    // The connection is closed: the event comes back to whoever is there.
  }
}

function idOf(message: JsMsg): string {
  return message.headers?.get(HEADERS.eventId) || `${message.info.stream}:${message.info.streamSequence}`;
}

function headersOf(message: JsMsg): Record<string, string> {
  return Object.fromEntries(
    (message.headers?.keys() ?? []).map((key) => [key, message.headers?.get(key) ?? '']),
  );
}

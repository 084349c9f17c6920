import { recordRunEvents } from '@callboard/contracts';
import { DomainError, type Log, messageOf } from '@callboard/kernel';
import type { JobContext } from '../define-workflow';
import { isEndOfOperation } from '../ended-operations';
import { EventQueue, type LogLineIn, type QueuedEvent, type RunEventIn } from './event-queue';

/** How long a start or a line waits for company; an end takes along what waits, and is sent at once. */
const LINGER_MS = 250;

/**
 * Tells the service `operations` what the ops of a run do: in their order, one request at a time, together what comes
 * meanwhile. Requests are repeated until they are answered; the service knows what it was told before.
 */
export class RunRecord {
  private readonly queue = new EventQueue();
  private sending: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** `onEnd` hears that the operation has ended: nothing is recorded any more. */
  constructor(
    private readonly context: Pick<JobContext, 'ask' | 'operationId' | 'signal'>,
    private readonly log: Log,
    private readonly onEnd: (end: DomainError) => void,
  ) {}

  /** An op has begun. */
  started(event: RunEventIn): void {
    this.queue.add(event);
    this.sendLater();
  }

  /** An op has written a line. */
  line(of: { op: string; attempt: number }, line: LogLineIn): void {
    this.queue.addLine(of, line);
    this.sendLater();
  }

  /** An op has ended; resolves once that is kept. @throws DomainError when it is refused */
  ended(event: RunEventIn): Promise<void> {
    const kept = new Promise<void>((resolve, reject) => this.queue.add(event, { resolve, reject }));
    this.sendNow();
    return kept;
  }

  /** Sends what waits still. */
  async finish(): Promise<void> {
    this.sendNow();
    while (this.sending !== undefined) await this.sending;
  }

  private sendLater(): void {
    if (this.sending === undefined) this.timer ??= setTimeout(() => this.sendNow(), LINGER_MS);
  }

  private sendNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
      if (this.queue.hasEnds) this.sendNow();
      else if (!this.queue.isEmpty) this.sendLater();
    });
  }

  private async sendAll(): Promise<void> {
    do await this.send(this.queue.take());
    while (this.queue.hasEnds);
  }

  private async send(batch: readonly QueuedEvent[]): Promise<void> {
    if (batch.length === 0) return;
    const items = batch.map(({ event }) => event);
    try {
      await this.context.ask(recordRunEvents, { operation_id: this.context.operationId, items });
      for (const { waiter } of batch) waiter?.resolve();
    } catch (thrown) {
      await this.refused(batch, thrown);
    }
  }

  /** What is refused of several is sent one by one, so that an odd one is refused alone. */
  private async refused(batch: readonly QueuedEvent[], thrown: unknown): Promise<void> {
    const ended = thrown instanceof DomainError && isEndOfOperation(thrown.code);
    if (batch.length > 1 && !ended && !this.context.signal.aborted) {
      for (const one of batch) await this.send([one]);
      return;
    }
    if (ended) this.onEnd(thrown);
    for (const { waiter, event } of batch) {
      if (waiter !== undefined) waiter.reject(thrown);
      else this.log.warn({ op: event.op, kind: event.kind, reason: messageOf(thrown) }, 'run event not kept');
    }
  }
}

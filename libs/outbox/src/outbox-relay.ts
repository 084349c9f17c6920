import { type Log, messageOf } from '@callboard/kernel';
import { ensureEventStream, EventPublisher } from '@callboard/messaging';
import type { Database } from '@callboard/persistence';
import type { NatsConnection, StreamInfo } from 'nats';
import { Alarm } from './alarm';
import { BrokerLink } from './broker-link';
import { freeHeardEvents } from './free-heard-events';
import { MeasureOutbox } from './measure-outbox';
import { OutboxFill } from './outbox-fill';
import type { RelayBell } from './relay-bell';
import { RungEvents } from './rung-events';
import { BATCH, type BatchReport, type Publish, sendBatch } from './send-batch';
import { StreamLedger } from './stream-ledger';

/** The net for rows that nobody rang for: of a process that died after its commit, or that wait for their next try. */
const POLL_MS = 1_000;
const CHECK_MS = 10_000;

/** What a relay needs; `connection` is one that reconnects by itself. */
export interface RelayParts {
  database: Database;
  connection: NatsConnection;
  bell: RelayBell;
  log: Log;
  /** How long events may wait for company after others were sent, in ms; 0 unless told. */
  paceMs?: number;
  /** Where it tells how much waits. */
  fill?: OutboxFill;
  /** Bytes of the stream, where it is not to have the usual ones. */
  streamBytes?: number;
}

/** What a look at the outbox came to; `more` may be waiting. */
type Turn = 'more' | 'idle' | 'failed';

/**
 * Sends what the outbox holds. Any number of relays may run at once, in as many processes: each row is sent by one
 * of them, or by several if one dies in between, and JetStream drops the repeats.
 */
export class OutboxRelay {
  private readonly link: BrokerLink;
  private readonly publish: Publish;
  private readonly ledger: StreamLedger;
  private readonly measure: MeasureOutbox;
  private readonly work = new Alarm();
  private readonly trouble = new Alarm();
  private running: Promise<void> | undefined;
  private stopping = false;
  private troubled = false;
  /** When the stream is to be looked at next, by the clock of `performance`. */
  private checkAt = 0;
  /** When all that waits is to be looked at next, by the same clock. */
  private lookAt = 0;
  /** Until when what waits is to gather company, by the same clock. */
  private paceUntil = 0;
  private readonly rung = new RungEvents();

  constructor(private readonly parts: RelayParts) {
    const { database, connection, log } = parts;
    this.link = new BrokerLink(connection, () => this.checkSoon());
    const publisher = new EventPublisher(connection);
    this.publish = (event) => this.link.whileUp(publisher.publish(event));
    this.ledger = new StreamLedger(database, () => this.link.whileUp(this.lookAtStream()), log);
    this.measure = new MeasureOutbox(database, parts.fill ?? new OutboxFill());
  }

  /** Begins to send, as soon as the stream has been looked at. */
  start(): void {
    this.parts.bell.onRing((id) => {
      if (!this.rung.add(id)) this.lookAt = 0;
      this.work.ring();
    });
    this.running ??= this.run();
  }

  /** Finishes the batch under way, and what was appended meanwhile, then stops. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.lookAt = 0;
    this.work.ring();
    this.trouble.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    for (;;) {
      const last = this.stopping;
      const outcome = await this.turn();
      await this.measure.look(outcome === 'more' || outcome === 'failed');
      if (last) return;
      // After a failure, commits must not make it try again at once: only a reconnect, or the end, does.
      if (outcome === 'failed') await this.trouble.sleep(POLL_MS);
      // The first event after a silence is sent at once; those that follow closely go together.
      const paceMs = this.paceUntil - performance.now();
      if (outcome === 'idle' && paceMs > 0) await this.trouble.sleep(paceMs);
      if (outcome === 'idle') await this.work.sleep(POLL_MS);
    }
  }

  private async lookAtStream(): Promise<StreamInfo> {
    const { connection, database, streamBytes, log } = this.parts;
    const jsm = await connection.jetstreamManager({ checkAPI: false });
    const info = await ensureEventStream(jsm, database.service, streamBytes);
    await freeHeardEvents(jsm, database.service, info, log);
    return info;
  }

  private async turn(): Promise<Turn> {
    if (!this.link.up) return 'failed';
    try {
      await this.checkIfDue();
      return this.judge(await this.send());
    } catch (error) {
      return this.failed(messageOf(error));
    }
  }

  /** Each second all that waits, in between what this process has committed. */
  private async send(): Promise<BatchReport> {
    const { database } = this.parts;
    const now = performance.now();
    if (now < this.lookAt) return sendBatch(database, this.publish, this.rung.take(BATCH));
    // What was rung for so far is among it.
    this.rung.take(Infinity);
    const report = await sendBatch(database, this.publish);
    if (report.sent + report.refused.length < BATCH) this.lookAt = now + POLL_MS;
    return report;
  }

  private async checkIfDue(): Promise<void> {
    const now = performance.now();
    if (now < this.checkAt) return;
    // Set first: a reconnect during the check asks for another one.
    this.checkAt = now + CHECK_MS;
    await this.ledger.check();
  }

  private judge({ sent, refused, unreachable }: BatchReport): Turn {
    for (const each of refused) this.parts.log.error(each, 'NATS refused an event, it is tried again later');
    if (unreachable !== undefined) return this.failed(unreachable);
    if (this.troubled) this.parts.log.info({}, 'events are being sent again');
    this.troubled = false;
    if (sent > 0) this.paceUntil = performance.now() + (this.parts.paceMs ?? 0);
    return sent + refused.length === BATCH || this.rung.any ? 'more' : 'idle';
  }

  /** Said once, not each second. The stream may be gone: it is looked at before the next try. */
  private failed(reason: string): 'failed' {
    const { log } = this.parts;
    if (!this.troubled) log.warn({ reason }, 'cannot send events for now, they wait in the outbox');
    this.troubled = true;
    this.checkAt = 0;
    this.lookAt = 0;
    return 'failed';
  }

  private checkSoon(): void {
    this.checkAt = 0;
    this.trouble.ring();
    this.work.ring();
  }
}

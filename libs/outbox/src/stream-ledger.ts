import { eventStream } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import type { Database, Transaction } from '@callboard/persistence';
import type { StreamInfo } from 'nats';
import { Counter } from 'prom-client';
import { ownRelayLock } from './relay-lock';

const resent = new Counter({
  name: 'callboard_events_resent_total',
  help: 'Events sent again because the broker had lost them, by stream',
  labelNames: ['stream'],
});

/** Rows marked for sending again by one statement. */
const STEP = 5_000;

/** A statement of its own: what is read next must be what the holder before left, in both tables. */
const LOCK = 'select from outbox_streams where stream = $1 for update';

/** Rows that are about to be sent again bear sequences of what was lost, and do not count. */
const REMEMBERED = `
select created, greatest(last_seq, (
  select max(stream_seq) from (
    select stream_seq from outbox where sent_at > coalesce(replay_before, '-infinity')
    order by sent_at desc limit 1000
  ) as latest))::text as last_seq
from outbox_streams where stream = $1`;

const REMEMBER = `
insert into outbox_streams (stream, created, last_seq) values ($1, $2, $3)
on conflict (stream) do update
  set created = excluded.created, last_seq = excluded.last_seq
  where (outbox_streams.created, outbox_streams.last_seq) is distinct from (excluded.created, excluded.last_seq)`;

/** Widens the span of a replay that is still being marked. */
const REPLAY_ALL = `
update outbox_streams set replay_after = '-infinity', replay_before = clock_timestamp() where stream = $1`;
const REPLAY_SINCE_LOSS = `
update outbox_streams set
  replay_after = least(replay_after, (
    select min(sent_at) - interval '10 minutes' from outbox where sent_at is not null and stream_seq > $2)),
  replay_before = clock_timestamp()
where stream = $1`;

const SPAN = 'select from outbox_streams where stream = $1 and replay_before is not null';
const MARK_WAITING = `
update outbox set sent_at = null, stream_seq = null, next_at = now() where id in (
  select id from outbox, outbox_streams
  where stream = $1 and sent_at > replay_after and sent_at <= replay_before
  order by sent_at limit $2)
returning id`;
const REPLAY_DONE = 'update outbox_streams set replay_after = null, replay_before = null where stream = $1';

interface Remembered {
  created: string;
  last_seq: string;
}

/**
 * Notices that NATS lost events that it had acknowledged, and has them sent again (design 6, "When NATS has lost
 * data"). What is remembered of the stream is kept in a row, so that it outlives every process.
 */
export class StreamLedger {
  private readonly stream: string;

  constructor(
    private readonly database: Database,
    /** Makes sure that the stream exists, and tells its state. */
    private readonly lookAtStream: () => Promise<StreamInfo>,
    private readonly log: Log,
  ) {
    this.stream = eventStream(database.service);
  }

  /**
   * Makes sure that the stream exists and compares it with what is remembered. A stream made anew had held nothing
   * of what was sent; a sequence lower than remembered means that its end is lost. Rejects while NATS is away.
   */
  async check(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await ownRelayLock(tx);
      const info = await this.lookAtStream();
      await tx.query(LOCK, [this.stream]);
      const [before] = await tx.query<Remembered>(REMEMBERED, [this.stream]);
      await tx.query(REMEMBER, [this.stream, info.created, info.state.last_seq]);
      if (before !== undefined) await this.compare(tx, before, info);
    });
    await this.replay();
  }

  private async compare(tx: Transaction, before: Remembered, now: StreamInfo): Promise<void> {
    const lastSeq = now.state.last_seq;
    if (before.created !== now.created) {
      this.log.warn({ stream: this.stream }, 'the stream was made anew: everything kept is sent again');
      await tx.query(REPLAY_ALL, [this.stream]);
    } else if (lastSeq < Number(before.last_seq)) {
      const told = { stream: this.stream, remembered: Number(before.last_seq), found: lastSeq };
      this.log.warn(told, 'the stream lost its end: what was sent since is sent again');
      await tx.query(REPLAY_SINCE_LOSS, [this.stream, lastSeq]);
    }
  }

  /** Marks step by step, so that no lock is held for long; a step that is not reached is taken by the next check. */
  private async replay(): Promise<void> {
    let total = 0;
    for (let marked = STEP; marked === STEP;) {
      marked = await this.database.transaction((tx) => this.markWaiting(tx));
      total += marked;
      resent.inc({ stream: this.stream }, marked);
    }
    if (total > 0) this.log.warn({ stream: this.stream, events: total }, `sending ${total} events again`);
  }

  private async markWaiting(tx: Transaction): Promise<number> {
    await tx.query(LOCK, [this.stream]);
    const spans = await tx.query(SPAN, [this.stream]);
    if (spans.length === 0) return 0;
    const marked = await tx.query(MARK_WAITING, [this.stream, STEP]);
    if (marked.length < STEP) await tx.query(REPLAY_DONE, [this.stream]);
    return marked.length;
  }
}

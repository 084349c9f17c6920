import type { ServiceName } from '@callboard/contracts';
import { DomainError, failPoints, messageOf } from '@callboard/kernel';
import type { OutgoingEvent } from '@callboard/messaging';
import type { Database, Transaction } from '@callboard/persistence';
import { ErrorCode, NatsError } from 'nats';
import { SHARE_RELAY_LOCK } from './relay-lock';

/** Most rows of one transaction. */
export const BATCH = 200;

interface WaitingRow {
  id: string;
  subject: string;
  payload: unknown;
  traceparent: string | null;
  created_at: Date;
}

interface Failure {
  id: string;
  subject: string;
  error: unknown;
}

/** Resolves with the sequence in the stream. */
export type Publish = (event: OutgoingEvent) => Promise<{ seq: number }>;

/** What became of one batch. */
export interface BatchReport {
  sent: number;
  /** Rows that NATS refused: each is tried again later and later. */
  refused: { id: string; subject: string; reason: string }[];
  /** Set when NATS could not be reached, or was full: the rows stay as they were. */
  unreachable?: string;
}

/**
 * A mark need not outlive a crash: without it the event is sent again, and dropped as a repeat. So the commit of marks does
 * not wait for the disk; those of state and events do.
 */
const MARKS_MAY_BE_LOST = 'set local synchronous_commit = off';

/** The lock of relays is had before the first row is looked at. */
const take = (those: string, most: string): string => `
select id, subject, payload, traceparent, created_at from outbox
where ${those} and next_at <= now() and (select ${SHARE_RELAY_LOCK} is not null)
order by seq ${most} for update skip locked`;

/** $1 most rows. */
const TAKE_WAITING = take('sent_at is null', 'limit $1');

/** $1 ids. Looked up by them alone: see {@link import('./rung-events').RungEvents}. */
const TAKE_RUNG = take('id = any ($1::uuid[]) and (sent_at is null) is true', '');

const MARK_SENT = `
update outbox set sent_at = clock_timestamp(), stream_seq = sent.stream_seq, last_error = null
from unnest($1::uuid[], $2::bigint[]) as sent (id, stream_seq)
where outbox.id = any ($1) and outbox.id = sent.id`;

const MARK_REFUSED = `
update outbox set attempts = attempts + 1, last_error = refused.reason,
  next_at = clock_timestamp() + least(power(2, attempts), 60) * interval '1 second'
from unnest($1::uuid[], $2::text[]) as refused (id, reason)
where outbox.id = any ($1) and outbox.id = refused.id`;

/**
 * Sends up to {@link BATCH} waiting events, or those of these ids. The rows stay locked until they are marked: whoever dies in between, by
 * kill -9 too, loses the locks and nothing else, and the rows are sent again by another; JetStream knows their ids.
 */
export function sendBatch(
  database: Database,
  publish: Publish,
  rung?: readonly string[],
): Promise<BatchReport> {
  return database.transaction(async (tx) => {
    tx.along(MARKS_MAY_BE_LOST);
    const rows = await (rung === undefined
      ? tx.query<WaitingRow>(TAKE_WAITING, [BATCH])
      : tx.query<WaitingRow>(TAKE_RUNG, [rung]));
    if (rows.length === 0) return { sent: 0, refused: [] };
    failPoints?.reach('relay: before publish');
    const outcomes = await Promise.allSettled(
      rows.map(async (row) => {
        const acknowledged = await publish(eventOf(row, database.service));
        failPoints?.reach('relay: after publish of one');
        return acknowledged;
      }),
    );
    failPoints?.reach('relay: after publish, before mark');
    const ids: string[] = [];
    const sequences: number[] = [];
    const failures: Failure[] = [];
    outcomes.forEach((outcome, at) => {
      const { id = '', subject = '' } = rows[at] ?? {};
      if (outcome.status === 'rejected') failures.push({ id, subject, error: outcome.reason });
      else {
        ids.push(id);
        sequences.push(outcome.value.seq);
      }
    });
    if (ids.length > 0) tx.along(MARK_SENT, [ids, sequences]);
    return { sent: ids.length, ...settleFailures(tx, failures) };
  });
}

function settleFailures(tx: Transaction, failures: Failure[]): Omit<BatchReport, 'sent'> {
  const [unreachable] = failures.filter(({ error }) => isUnreachable(error));
  const refused = failures
    .filter(({ error }) => !isUnreachable(error))
    .map(({ id, subject, error }) => ({ id, subject, reason: wordsOf(error).slice(0, 1000) }));
  if (refused.length > 0) {
    tx.along(MARK_REFUSED, [refused.map(({ id }) => id), refused.map(({ reason }) => reason)]);
  }
  return { refused, ...(unreachable === undefined ? {} : { unreachable: wordsOf(unreachable.error) }) };
}

/** An error of JetStream bears its words beside a number. */
function wordsOf(error: unknown): string {
  const told = error instanceof NatsError ? error.api_error?.description : undefined;
  return told ?? messageOf(error);
}

function eventOf(row: WaitingRow, service: ServiceName): OutgoingEvent {
  const { id, subject, payload, traceparent, created_at: time } = row;
  return { id, subject, service, time, payload, ...(traceparent === null ? {} : { traceparent }) };
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  ErrorCode.Timeout,
  ErrorCode.NoResponders,
  ErrorCode.Disconnect,
  ErrorCode.ConnectionClosed,
  ErrorCode.ConnectionDraining,
  ErrorCode.ConnectionRefused,
]);

/**
 * Error codes of the JetStream API for a broker that takes nothing now: temporarily unavailable, short of resources or
 * storage, the stream is full.
 */
const TAKES_NOTHING: readonly number[] = [10008, 10023, 10047, 10077];

/** Says nothing about the event itself: the broker, or the stream, is not there just now, or is full. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'unavailable';
  if (!(error instanceof NatsError)) return false;
  const code = error.api_error?.err_code;
  return code === undefined ? UNREACHABLE.has(error.code) : TAKES_NOTHING.includes(code);
}

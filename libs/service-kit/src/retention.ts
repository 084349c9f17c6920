import { z } from 'zod';

/** Streams keep events for as long (libs/messaging, stream-topology.ts), and so far back lost ones can be sent again. */
export const LEAST_OUTBOX_DAYS = 3;
/** A century: whoever means longer means `forever`. */
const MOST_DAYS = 36_500;

const range = (least: number): string => `a whole number of days from ${least} to ${MOST_DAYS}`;

const SHORTER_THAN_STREAMS = `must be ${range(LEAST_OUTBOX_DAYS)}: streams keep events as long, and NATS may lose them`;

const days = (least: number, fault: string) =>
  z.coerce.number(fault).int(fault).min(least, fault).max(MOST_DAYS, fault);

function daysOrForever(least: number) {
  const fault = `must be forever, or ${range(least)}`;
  return z.union([z.literal('forever'), days(least, fault)], fault);
}

/**
 * How long a service keeps what may go; docs/operations/retention.md tells what each is about. Jobs and operations
 * themselves are what clients list, and never go.
 */
export const retentionSettings = z.object({
  /**
   * History is the audit record (design 7): to lose it must be somebody's decision. And as the jobs and operations that
   * it tells of stay, a shorter history would not keep a database from growing.
   */
  RETAIN_HISTORY_DAYS: daysOrForever(1).default('forever'),
  /** Sent events. An inbox, when there is one, must outlive them by a day (design 6). */
  RETAIN_OUTBOX_DAYS: days(LEAST_OUTBOX_DAYS, SHORTER_THAN_STREAMS).default(LEAST_OUTBOX_DAYS),
  /** Long enough for somebody to look; each may stand for something that did not happen. */
  RETAIN_DEAD_LETTERS_DAYS: daysOrForever(1).default(90),
});

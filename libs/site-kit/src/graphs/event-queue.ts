import type { recordRunEvents } from '@callboard/contracts';
import type { z } from 'zod';

export type RunEventIn = z.infer<typeof recordRunEvents.input>['items'][number];
export type LogLineIn = NonNullable<RunEventIn['logs']>[number];

/** What one request takes (`record-run-events`), and well below what the broker lets a site send. */
const MOST_EVENTS = 100;
const MOST_LINES = 200;
const LINES_BYTES = 256 * 1024;
const BATCH_BYTES = 1_400_000;

export interface QueuedEvent {
  readonly event: RunEventIn;
  /** Somebody waits until it is kept. */
  readonly waiter?: { resolve(): void; reject(reason: unknown): void };
  bytes: number;
}

/** Events of a run that wait to be sent, in their order. */
export class EventQueue {
  private readonly waiting: QueuedEvent[] = [];

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  get hasEnds(): boolean {
    return this.waiting.some(({ waiter }) => waiter !== undefined);
  }

  add(event: RunEventIn, waiter?: QueuedEvent['waiter']): void {
    this.waiting.push({ event, bytes: sizeOf(event), ...(waiter ? { waiter } : {}) });
  }

  /** Adds a line to the event that waits last, if that is of the same op and has room; else to one of its own. */
  addLine(of: { op: string; attempt: number }, line: LogLineIn): void {
    const last = this.waiting.at(-1);
    const bytes = sizeOf(line);
    if (last !== undefined && takesLine(last, of, bytes)) {
      last.event.logs = [...(last.event.logs ?? []), line];
      last.bytes += bytes;
    } else this.add({ ...of, kind: 'logged', at: line.at, logs: [line] });
  }

  /** Takes as many as one request holds; one that is larger goes alone. */
  take(): QueuedEvent[] {
    let bytes = 0;
    const tooFar = this.waiting.findIndex((queued, at) => {
      bytes += queued.bytes;
      return at === MOST_EVENTS || bytes > BATCH_BYTES;
    });
    return this.waiting.splice(0, tooFar < 0 ? this.waiting.length : Math.max(1, tooFar));
  }
}

function takesLine(
  { event, waiter, bytes }: QueuedEvent,
  of: { op: string; attempt: number },
  more: number,
): boolean {
  const isOfTheSame = event.op === of.op && event.attempt === of.attempt && waiter === undefined;
  return isOfTheSame && (event.logs?.length ?? 0) < MOST_LINES && bytes + more <= LINES_BYTES;
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

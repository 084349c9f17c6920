import { afterEvent, keyOf, type LogLine, type OpAttempt, type OpEvent, sizeOf } from './op-attempts';
import { fittingRun, LOG_LINES, type RunSize } from './run-limits';

/** What is stored of a run, as far as events are about it. */
export interface Recorded {
  readonly runId: string;
  /** By {@link keyOf}: attempts that the events name, and how many lines of log each has. */
  readonly attempts: ReadonlyMap<string, { readonly attempt: OpAttempt; readonly lines: number }>;
  readonly size: RunSize;
  /** Lines of log of the whole run. */
  readonly lines: number;
}

export interface LineOfOp extends LogLine {
  readonly op: string;
  readonly attempt: number;
}

/** What events change. */
export interface Recording {
  readonly attempts: readonly OpAttempt[];
  readonly lines: readonly LineOfOp[];
  /** How many of the events changed an attempt, or brought lines. */
  readonly recorded: number;
}

/**
 * Takes events in their order.
 *
 * @throws DomainError those of {@link afterEvent}, and `too-large` when the run would outgrow its bounds: then none is taken
 */
export function recordingOf(stored: Recorded, events: readonly OpEvent[], operationId: string): Recording {
  const changed = new Map<string, OpAttempt>();
  const lines: LineOfOp[] = [];
  let recorded = 0;
  for (const event of events) {
    const key = keyOf(event);
    const known = changed.get(key) ?? stored.attempts.get(key)?.attempt;
    const next = afterEvent(known, event, operationId);
    if (next !== known) changed.set(key, next);
    if (next !== known || event.logs.length > 0) recorded += 1;
    for (const line of event.logs) lines.push({ ...line, op: event.op, attempt: event.attempt });
  }
  const attempts = [...changed.values()];
  fittingRun(stored.runId, grown(stored, attempts));
  return { attempts, lines: kept(stored, lines), recorded };
}

function grown({ attempts, size }: Recorded, changed: readonly OpAttempt[]): RunSize {
  let { attempts: count, objects, bytes } = size;
  for (const attempt of changed) {
    const before = sizeOf(attempts.get(keyOf(attempt))?.attempt);
    const after = sizeOf(attempt);
    count += after.attempts - before.attempts;
    objects += after.objects - before.objects;
    bytes += after.bytes - before.bytes;
  }
  return { attempts: count, objects, bytes };
}

/** As many of the lines as there is room for. */
function kept(stored: Recorded, lines: readonly LineOfOp[]): LineOfOp[] {
  const counts = new Map<string, number>();
  return lines
    .filter((line) => {
      const key = keyOf(line);
      const count = (counts.get(key) ?? stored.attempts.get(key)?.lines ?? 0) + 1;
      counts.set(key, count);
      return count <= LOG_LINES.ofAttempt;
    })
    .slice(0, Math.max(0, LOG_LINES.ofRun - stored.lines));
}

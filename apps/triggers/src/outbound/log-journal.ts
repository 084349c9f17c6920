import type { Log } from '@callboard/kernel';
import { runInTrace } from '@callboard/messaging';
import type { FiringJournal } from '../use-cases/firing-journal';
import type { Firing } from '../use-cases/triggers-store';

/** Writes one log line for each firing, under the trace of what caused it. */
export class LogJournal implements FiringJournal {
  constructor(private readonly log: Log) {}

  tell(firings: readonly Firing[]): void {
    for (const { triggerId, objectId, traceparent } of firings)
      runInTrace(traceparent, () =>
        this.log.info({ trigger_id: triggerId, object_id: objectId }, 'trigger fired'),
      );
  }
}

import { type Log, onceKept } from '@callboard/kernel';
import { runInTrace } from '@callboard/messaging';
import type { JobJournal, JournalEntry } from '../use-cases/job-journal';

/** Writes one log line for each change of a job, under the trace of the job. */
export class LogJournal implements JobJournal {
  constructor(private readonly log: Log) {}

  tell(entries: readonly JournalEntry[]): void {
    onceKept(() => this.write(entries));
  }

  private write(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      runInTrace(entry.traceparent, () =>
        this.log.info(
          {
            job_id: entry.jobId,
            workflow_id: entry.workflowId,
            operation_id: entry.operationId,
            site_id: entry.siteId,
            object_id: entry.objectId,
            outcome: entry.outcome,
          },
          `job ${entry.to}`,
        ),
      );
    }
  }
}

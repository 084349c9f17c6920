import { type Log, messageOf } from '@callboard/kernel';
import { runInTrace } from '@callboard/messaging';
import type { ScheduleDefinition } from '../define-schedule';
import { pause } from '../pause';
import type { RunRequester } from '../sensors/run-requester';

/** The clock may be set, and machines sleep: it is looked at this often at least. */
const LONGEST_WAIT_MS = 60_000;

export interface ScheduleSurroundings {
  runs: Pick<RunRequester, 'request'>;
  log: Log;
  /** Aborts when nothing further is to be asked for. */
  stopping: AbortSignal;
  now?: () => Date;
}

/**
 * Asks for the run of each instant of a schedule. It remembers nothing: the key is the instant, so at its start it asks for
 * the latest one again, which makes a run only if there is none. Of several that were missed, the latest counts.
 */
export class ScheduleRunner {
  private last = new Date(0);
  private readonly now: () => Date;

  constructor(
    private readonly schedule: ScheduleDefinition,
    private readonly surroundings: ScheduleSurroundings,
  ) {
    this.now = surroundings.now ?? (() => new Date());
    const { catchUpMs } = schedule;
    this.last = new Date(this.now().getTime() - catchUpMs - 1);
  }

  /** Runs until it is told to stop. Never rejects. */
  async run(): Promise<void> {
    const { stopping } = this.surroundings;
    while (!stopping.aborted) {
      await this.look();
      const next = this.schedule.instants.after(this.now());
      const waitMs = next ? next.getTime() - this.now().getTime() : LONGEST_WAIT_MS;
      await pause(Math.min(Math.max(waitMs, 1), LONGEST_WAIT_MS), stopping);
    }
  }

  /** Asks for the latest instant that has come, unless it was asked for. A clock that is set back asks for none twice. */
  async look(): Promise<void> {
    const due = this.schedule.instants.upTo(this.now());
    if (!due || due <= this.last) return;
    this.last = due;
    await runInTrace(undefined, () => this.request(due));
  }

  private async request(at: Date): Promise<void> {
    const { name, workflowId } = this.schedule;
    const { runs, log, stopping } = this.surroundings;
    try {
      const run = { key: at.toISOString(), workflowId, config: this.schedule.config(at) };
      await runs.request(name, [run], stopping);
    } catch (thrown) {
      if (stopping.aborted) return;
      log.warn(
        { schedule: name, scheduled_at: at.toISOString(), reason: messageOf(thrown) },
        'run not asked for',
      );
    }
  }
}

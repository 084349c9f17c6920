import { Cron } from 'croner';
import { messageOf } from '@callboard/kernel';
import { ASKER_NAME } from './define-sensor';
import type { JsonObject } from './define-workflow';

export interface ScheduleParts {
  name: string;
  /** Minute, hour, day, month, day of the week, such as `0 3 * * *`; a sixth field in front is for seconds. */
  cron: string;
  /** An IANA name such as `America/Los_Angeles`. */
  timeZone: string;
  workflowId: string;
  /** The job's config; `{ scheduled_at }` unless given. */
  config?(scheduledAt: Date): JsonObject;
  /**
   * How far back the latest instant may lie that nobody asked a run for, because the site was down: 24 h unless said; 0
   * for none.
   */
  catchUpMs?: number;
}

/** A schedule as a site runs it; see {@link defineSchedule}. */
export interface ScheduleDefinition extends ScheduleParts {
  config(scheduledAt: Date): JsonObject;
  readonly catchUpMs: number;
  /** When runs are to be asked for. */
  readonly instants: Instants;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Declares runs at certain times, one for each instant however many processes ask. Throws when it makes no sense. */
export function defineSchedule(parts: ScheduleParts): ScheduleDefinition {
  const { name, cron, timeZone, catchUpMs = DAY_MS } = parts;
  if (!ASKER_NAME.test(name))
    throw new TypeError(`a schedule needs a name of a-z, 0-9, ".", "_" and "-", not ${JSON.stringify(name)}`);
  if (!Number.isInteger(catchUpMs) || catchUpMs < 0)
    throw new TypeError(`catchUpMs of ${name} must be 0 or more, not ${catchUpMs}`);
  const config = parts.config ?? ((at: Date) => ({ scheduled_at: at.toISOString() }));
  return { ...parts, config, catchUpMs, instants: new Instants(name, cron, timeZone) };
}

/**
 * The instants of a cron line in a time zone. Where a clock is put forward, one within the gap comes right after it;
 * where it is put back, a time of day that comes twice counts once.
 */
export class Instants {
  private readonly cron: Cron;

  constructor(name: string, line: string, timeZone: string) {
    try {
      this.cron = new Cron(line, { timezone: timeZone, paused: true });
      if (this.cron.nextRun()) return;
    } catch (thrown) {
      throw new TypeError(`the schedule ${name} cannot be read: ${messageOf(thrown)}`);
    }
    throw new TypeError(`the schedule ${name} never comes: ${line}`);
  }

  /** The first one after `time`; undefined when none is left. */
  after(time: Date): Date | undefined {
    return this.cron.nextRun(time) ?? undefined;
  }

  /** The latest one at or before `time`; undefined when there was none. */
  upTo(time: Date): Date | undefined {
    const justAfter = new Date(Math.floor(time.getTime() / 1000) * 1000 + 1000);
    return this.cron.previousRuns(1, justAfter)[0];
  }
}

import { type Log, messageOf } from '@callboard/kernel';

/** Longest time that a process takes to finish what is in flight, in ms. Supervisors kill after 30 s. */
const DRAIN_MS = 25_000;

/**
 * Hears SIGTERM, SIGINT and the loss of the parent process (a supervisor that died must leave no orphans). Only the
 * same signal again means impatience: after Ctrl-C the terminal sends SIGINT to all and a supervisor adds SIGTERM.
 */
export function onStopRequest(log: Log): { whenAsked(stop: () => Promise<void>): void } {
  let asked: string | undefined;
  let stop: (() => Promise<void>) | undefined;
  const ask = (by: string): void => {
    if (asked !== undefined) {
      if (by !== asked) return;
      log.warn({ by }, 'told to stop a second time, leaving at once');
      process.exit(1);
    }
    asked = by;
    log.info({ by }, 'stopping');
    if (stop === undefined) process.exit(0);
    else void stopAndExit(stop, log);
  };
  process.on('SIGTERM', () => ask('SIGTERM'));
  process.on('SIGINT', () => ask('SIGINT'));
  if (process.send !== undefined) process.on('disconnect', () => ask('parent lost'));
  return {
    whenAsked: (given) => {
      stop = given;
    },
  };
}

async function stopAndExit(stop: () => Promise<void>, log: Log): Promise<void> {
  const late = setTimeout(() => {
    log.error({ drainMs: DRAIN_MS }, 'still busy, leaving all the same');
    process.exit(1);
  }, DRAIN_MS);
  try {
    await stop();
  } catch (error) {
    log.error({ err: error }, `could not stop in order: ${messageOf(error)}`);
    process.exit(1);
  }
  clearTimeout(late);
  log.info({}, 'stopped');
  process.exit(0);
}

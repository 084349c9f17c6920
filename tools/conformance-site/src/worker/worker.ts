/** How a process ended: by itself with a code, or by a signal. */
export type Exit = number | NodeJS.Signals;

/** The worker that is examined, as far as the kit has a hand on it. */
export interface Worker {
  /** Whether the kit started it, and so can stop it. */
  readonly ours: boolean;
  /** How it ended by itself, in words; undefined while it runs, as far as the kit can tell. */
  readonly ended: string | undefined;
  /** Starts it anew, whatever it is doing. */
  restart(): Promise<void>;
  /** Asks it to stop by SIGTERM, and says how it ended within this time. If it did not, it is killed. */
  drain(withinMs: number): Promise<Exit | undefined>;
  kill(): Promise<void>;
}

/** A worker that somebody else started: it comes by itself, and goes by itself. */
export const FOREIGN_WORKER: Worker = {
  ours: false,
  ended: undefined,
  restart: () => Promise.resolve(),
  drain: () => Promise.resolve(undefined),
  kill: () => Promise.resolve(),
};

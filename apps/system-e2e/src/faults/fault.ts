import type { Counts } from './counts';
import type { Random } from './random';
import type { World, WorldOptions } from './world/world';

/** What a fault gets to work with. */
export interface Run {
  readonly world: World;
  /** Decides victims, moments and orders; the same for the same seed. */
  readonly random: Random;
  /** What it did and saw, for the table at the end. */
  readonly counts: Counts;
  /** The first in the whole suite, the second in the short set. */
  size(full: number, short: number): number;
  say(line: string): void;
  /** All invariants, once everything has come to rest. Called after each fault anyway; a fault may ask in between. */
  holds(): Promise<void>;
}

/** One fault: a file that reads as given, fault, invariant. */
export interface Fault {
  readonly name: string;
  readonly given: string;
  readonly fault: string;
  readonly invariant: string;
  /** Whether it may be one of a short set, which `npm test` runs. */
  readonly short: boolean;
  /** A Callboard of its own; without it, the one that others used before. */
  readonly world?: WorldOptions;
  /** Why it cannot be done on this machine. */
  skip?(): string | undefined;
  /** Throws what it sees that must not be. */
  run(run: Run): Promise<void>;
}

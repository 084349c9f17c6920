import type { Stage } from '../stage';

/** Something that happens to workers, and what is expected of one then. */
export interface Scenario {
  readonly name: string;
  /** Plays it and says what was seen; throws `Differs` or `NotSeen` of `verdict.ts`. */
  play(stage: Stage): Promise<string>;
}

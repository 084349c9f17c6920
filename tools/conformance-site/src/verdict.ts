export type Verdict = 'ok' | 'differs' | 'not seen';

/** What came of one scenario. */
export interface Row {
  readonly scenario: string;
  readonly verdict: Verdict;
  /** What was seen, or why it was not. */
  readonly seen: string;
}

/** The worker does otherwise than a site has to; the message says what would be right. */
export class Differs extends Error {}

/** There was nothing to be judged by. */
export class NotSeen extends Error {}

/** What a client was told to be done. Whatever stands here must be found in the database after any crash (I4). */
export class Ledger {
  /** Objects, each with the types that it was acknowledged to bear. */
  readonly tagged = new Map<string, string[]>();
  /** Jobs that were posted. */
  readonly posted = new Set<string>();
  /** Jobs by the operations that their claims were answered with. */
  readonly claimed = new Map<string, string>();
  /** Outcomes of operations, as they were answered. */
  readonly ended = new Map<string, string>();
  /** Ids of events that were made to fail, and are to become dead letters. */
  readonly poison = new Set<string>();

  /** How long each request took until it was answered well, in ms; with a fault in between, long. */
  readonly waits: number[] = [];
}

/** A document that was removed. */
export interface RemovedDocument {
  readonly id: string;
  readonly collection: string;
  /** From the removal on; should it be made again, its versions go on from here. */
  readonly version: number;
  /** By the clock of the database. */
  readonly removedAt: Date;
}

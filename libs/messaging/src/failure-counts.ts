/** More than are in hand at once by far; the oldest is forgotten first, which only means a few tries more. */
const MOST_KEPT = 1_000;

/**
 * How often events failed by their own fault, as far as this process has seen. How often the server delivered one does
 * not tell: every try while the database was away counts there too, and must never make a dead letter.
 */
export class FailureCounts {
  private readonly counts = new Map<number, number>();

  /** Counts one more failure of the event at this sequence of the stream, and gives how many there were. */
  add(sequence: number): number {
    const failures = (this.counts.get(sequence) ?? 0) + 1;
    this.counts.delete(sequence);
    this.counts.set(sequence, failures);
    for (const oldest of this.counts.keys()) {
      if (this.counts.size <= MOST_KEPT) break;
      this.counts.delete(oldest);
    }
    return failures;
  }

  forget(sequence: number): void {
    this.counts.delete(sequence);
  }
}

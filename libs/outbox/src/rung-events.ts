/** More than can be sent in a moment: then the outbox itself is looked through. */
const MOST_KEPT = 10_000;

/**
 * Ids of events that this process has committed and not sent. By them the rows are found at once; to look for whatever
 * waits means to step over the entries of all that was sent since the last vacuum, which at some hundred events a second
 * takes longer than all else. They are a help and no more: what nobody rang for is found by the next look at all.
 */
export class RungEvents {
  private ids: string[] = [];

  /** False when there are too many: they are forgotten, and all is to be looked at. */
  add(id: string): boolean {
    if (this.ids.length >= MOST_KEPT) {
      this.ids = [];
      return false;
    }
    this.ids.push(id);
    return true;
  }

  get any(): boolean {
    return this.ids.length > 0;
  }

  /** Up to `most`, in the order of their commits. */
  take(most: number): string[] {
    return this.ids.splice(0, most);
  }
}

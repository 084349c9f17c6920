/**
 * Tells the relay of this process which event a commit left to be sent. Appending and sending know only this, so that
 * an outbox works (and its rows wait) in processes without a relay, such as tests and tools.
 */
export class RelayBell {
  private listener: ((id: string) => void) | undefined;

  /** The one who is to be woken. */
  onRing(listener: (id: string) => void): void {
    this.listener = listener;
  }

  ring(id: string): void {
    this.listener?.(id);
  }
}

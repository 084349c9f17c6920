/**
 * Tells the relay of this process that a commit left something to send. Appending and sending know only this, so that
 * an outbox works (and its rows wait) in processes without a relay, such as tests and tools.
 */
export class RelayBell {
  private listener: (() => void) | undefined;

  /** The one who is to be woken. */
  onRing(listener: () => void): void {
    this.listener = listener;
  }

  ring(): void {
    this.listener?.();
  }
}

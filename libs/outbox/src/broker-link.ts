import { DomainError } from '@callboard/kernel';
import { Events, type NatsConnection } from 'nats';

/** Whether the connection to NATS stands, and word of every time that it stands again. */
export class BrokerLink {
  private standing: boolean;
  private readonly cuts = new Set<() => void>();

  constructor(
    private readonly connection: NatsConnection,
    private readonly onBack: () => void,
  ) {
    this.standing = !connection.isClosed();
    void this.follow();
  }

  get up(): boolean {
    return this.standing && !this.connection.isClosed();
  }

  /** Rejects as soon as the connection breaks: the answer will not come any more, its time-out need not be awaited. */
  whileUp<T>(answer: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const cut = (): void => reject(new DomainError('unavailable', 'the connection to NATS broke'));
      this.cuts.add(cut);
      answer.then(resolve, reject).finally(() => this.cuts.delete(cut));
    });
  }

  private async follow(): Promise<void> {
    for await (const { type } of this.connection.status()) {
      if (type === Events.Disconnect) this.broken();
      else if (type === Events.Reconnect) {
        this.standing = true;
        this.onBack();
      }
    }
  }

  private broken(): void {
    this.standing = false;
    for (const cut of this.cuts) cut();
    this.cuts.clear();
  }
}

import { Events, type NatsConnection } from 'nats';

/**
 * Whether a connection has its server at this moment. The client throws away what is sent while it has not, and lets
 * the sender wait for its time-out; with this a sender waits for the server, and hears at once of a loss.
 */
export class Link {
  private readonly listeners = new Set<() => void>();
  private up = true;

  constructor(connection: NatsConnection) {
    void this.watch(connection);
  }

  get isUp(): boolean {
    return this.up;
  }

  /** Waits until the server is there, at most `timeoutMs`. Tells whether it is. */
  async untilUp(timeoutMs: number): Promise<boolean> {
    if (this.up) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, timeoutMs);
      const forget = this.onChange(done);
      function done(): void {
        clearTimeout(timer);
        forget();
        resolve();
      }
    });
    return this.up;
  }

  /** The result of `work`, which waits for the server's answer; rejects when the server is lost before. */
  async orLost<T>(work: Promise<T>): Promise<T> {
    let forget = (): void => {};
    const lost = new Promise<never>((_, reject) => {
      forget = this.onChange(() => {
        if (!this.up) reject(new Error('the connection to NATS was lost'));
      });
    });
    try {
      return await Promise.race([work, lost]);
    } finally {
      forget();
    }
  }

  private onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type !== Events.Disconnect && type !== Events.Reconnect) continue;
      this.up = type === Events.Reconnect;
      for (const listener of [...this.listeners]) listener();
    }
  }
}

const links = new WeakMap<NatsConnection, Link>();

/** The one link of a connection. */
export function linkOf(connection: NatsConnection): Link {
  const known = links.get(connection);
  if (known !== undefined) return known;
  const link = new Link(connection);
  links.set(connection, link);
  return link;
}

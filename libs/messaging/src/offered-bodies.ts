import { MESSAGE_BYTES, PART_BYTES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { createInbox, type Msg, type NatsConnection } from 'nats';

/** Bytes that a process offers at once, over all bodies; what comes above is refused as `overloaded`. */
const OFFERED_BYTES = 256 * 1024 * 1024;
/** Milliseconds after which a body that nobody fetches any more is given up. */
const PATIENCE_MS = 10_000;

/** A body that waits to be fetched. */
export interface OfferedBody {
  /** Where: a request with the number of a part, from 0, is answered with its bytes. */
  readonly subject: string;
  readonly bytes: number;
  /** Resolves when it was fetched to the end, withdrawn, or given up. */
  readonly over: Promise<void>;
  withdraw(): void;
}

/**
 * Bodies of a connection that are too large for one message (ADR 13). Whoever is to have one asks for its parts, one
 * after the other, so that the broker never holds more than a part of it.
 */
export class OfferedBodies {
  private readonly inbox = createInbox();
  private readonly answers = new Map<string, (message: Msg) => void>();
  private offered = 0;
  private serial = 0;

  constructor(connection: NatsConnection) {
    connection.subscribe(`${this.inbox}.*`, {
      callback: (error, message) => {
        if (error === null) this.answers.get(message.subject)?.(message);
      },
    });
  }

  /** @throws DomainError `too-large` above 64 MB, `overloaded` while too much is offered already */
  offer(body: Uint8Array): OfferedBody {
    const bytes = body.byteLength;
    if (bytes > MESSAGE_BYTES) {
      throw new DomainError('too-large', `a message of ${bytes} bytes; at most ${MESSAGE_BYTES} are taken`);
    }
    if (this.offered + bytes > OFFERED_BYTES) {
      throw new DomainError('overloaded', 'too many large messages are under way: try again after a while');
    }
    this.offered += bytes;
    this.serial += 1;
    return this.hold(body, `${this.inbox}.${this.serial}`);
  }

  private hold(body: Uint8Array, subject: string): OfferedBody {
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const withdraw = (): void => {
      clearTimeout(timer);
      if (this.answers.delete(subject)) this.offered -= body.byteLength;
      end();
    };
    const timer = setTimeout(withdraw, PATIENCE_MS);
    this.answers.set(subject, (message) => {
      timer.refresh();
      const part = Number(message.string());
      respond(message, body.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
      if ((part + 1) * PART_BYTES >= body.byteLength) withdraw();
    });
    return { subject, bytes: body.byteLength, over, withdraw };
  }
}

function respond(message: Msg, part: Uint8Array): void {
  try {
    message.respond(part);
  } catch {
    // The connection is closed: whoever asked hears of it by itself.
  }
}

const known = new WeakMap<NatsConnection, OfferedBodies>();

/** The offered bodies of a connection. */
export function offeredBodiesOf(connection: NatsConnection): OfferedBodies {
  const offered = known.get(connection) ?? new OfferedBodies(connection);
  known.set(connection, offered);
  return offered;
}

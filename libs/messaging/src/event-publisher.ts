import { HEADERS, type ServiceName } from '@callboard/contracts';
import { headers, type JetStreamClient, type MsgHdrs, type NatsConnection } from 'nats';
import { linkOf } from './link';

const TIMEOUT_MS = 5_000;

/** An event as the outbox keeps it. `id` is the outbox id: it is also the message id by which JetStream drops repeats. */
export interface OutgoingEvent {
  id: string;
  subject: string;
  service: ServiceName;
  time: Date;
  payload: unknown;
  traceparent?: string;
}

/** Publishes events as CloudEvents 1.0 in binary mode (design 4). Only the outbox relay uses it. */
export class EventPublisher {
  private readonly jetstream: JetStreamClient;

  constructor(private readonly connection: NatsConnection) {
    this.jetstream = connection.jetstream();
  }

  /** Resolves when the stream has stored the event (or had it already); rejects with whatever NATS said. */
  async publish(event: OutgoingEvent): Promise<{ stream: string; seq: number }> {
    const body = Buffer.from(JSON.stringify(event.payload));
    const link = linkOf(this.connection);
    if (!(await link.untilUp(TIMEOUT_MS))) throw new Error('there is no connection to NATS');
    const options = { msgID: event.id, headers: cloudEventHeaders(event), timeout: TIMEOUT_MS };
    const { stream, seq } = await link.orLost(this.jetstream.publish(event.subject, body, options));
    return { stream, seq };
  }
}

function cloudEventHeaders({ id, subject, service, time, traceparent }: OutgoingEvent): MsgHdrs {
  const set = headers();
  set.set(HEADERS.eventSpec, '1.0');
  set.set(HEADERS.eventId, id);
  set.set(HEADERS.eventType, subject);
  set.set(HEADERS.eventSource, `/callboard/${service}`);
  set.set(HEADERS.eventTime, time.toISOString());
  set.set(HEADERS.contentType, 'application/json');
  if (traceparent !== undefined) set.set(HEADERS.traceparent, traceparent);
  return set;
}

import { HEADERS, MESSAGE_BYTES, PART_BYTES } from '@callboard/contracts';
import { Gate, messageOf } from '@callboard/kernel';
import { headers, type Msg, type MsgHdrs, type NatsConnection } from 'nats';
import { linkOf } from './link';
import { type OfferedBody, offeredBodiesOf } from './offered-bodies';

/** Large bodies that a process fetches at once: each may take 64 MB. */
const FETCHED_AT_ONCE = 4;
const PART_TIMEOUT_MS = 5_000;
const INBOX = /^_INBOX(\.[A-Za-z0-9_-]+)+$/;

/** A large body was announced and cannot be fetched. */
export class BodyNotToBeHad extends Error {
  constructor(why: string) {
    super(`a large body was announced and is not to be had: ${why}`);
    this.name = 'BodyNotToBeHad';
  }
}

/** Says in the headers of a message where its body is to be had. */
export function nameBody(headers: MsgHdrs, { subject, bytes }: OfferedBody): void {
  headers.set(HEADERS.bodyAt, subject);
  headers.set(HEADERS.bodyBytes, String(bytes));
}

/** Whether whoever sent a request is able to fetch a large reply in parts. */
export function asksForParts(message: Msg): boolean {
  return (message.headers?.get(HEADERS.takesParts) ?? '') !== '';
}

/** What a request is answered with: the body itself, or where it is to be fetched and when that is over. */
export interface WholeReply {
  readonly body: Uint8Array;
  readonly headers?: MsgHdrs;
  readonly fetched?: Promise<void>;
}

/**
 * Makes a body ready to be sent as a reply to a request that {@link asksForParts}: a large one is offered.
 *
 * @throws DomainError `too-large`, `overloaded`
 */
export function replyInParts(connection: NatsConnection, body: Uint8Array): WholeReply {
  if (body.byteLength <= PART_BYTES) return { body };
  const offered = offeredBodiesOf(connection).offer(body);
  const set = headers();
  nameBody(set, offered);
  return { body: new Uint8Array(), headers: set, fetched: offered.over };
}

/**
 * The body of a message of a service: its own, or the one that its headers offer. Never to be used for what a site
 * sends, which could name any subject.
 *
 * @throws BodyNotToBeHad
 */
export async function bodyOf(connection: NatsConnection, message: Msg): Promise<Uint8Array> {
  const subject = message.headers?.get(HEADERS.bodyAt);
  if (subject === undefined || subject === '') return message.data;
  const bytes = Number(message.headers?.get(HEADERS.bodyBytes));
  if (!INBOX.test(subject)) throw new BodyNotToBeHad('its place is no inbox');
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > MESSAGE_BYTES) {
    throw new BodyNotToBeHad(`it is to have from 0 to ${MESSAGE_BYTES} bytes`);
  }
  return gateOf(connection).run(() => fetchParts(connection, subject, bytes));
}

async function fetchParts(connection: NatsConnection, subject: string, bytes: number): Promise<Uint8Array> {
  const link = linkOf(connection);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes; at += PART_BYTES) {
    const asked = connection.request(subject, String(at / PART_BYTES), { timeout: PART_TIMEOUT_MS });
    const { data } = await link.orLost(asked).catch((error: unknown) => {
      throw new BodyNotToBeHad(messageOf(error));
    });
    if (data.byteLength !== Math.min(PART_BYTES, bytes - at))
      throw new BodyNotToBeHad('a part has another length');
    parts.push(data);
  }
  return Buffer.concat(parts, bytes);
}

const gates = new WeakMap<NatsConnection, Gate>();

function gateOf(connection: NatsConnection): Gate {
  const gate = gates.get(connection) ?? new Gate(FETCHED_AT_ONCE);
  gates.set(connection, gate);
  return gate;
}

import { HEADERS } from '@callboard/contracts';
import { type JetStreamManager, type MsgRequest, NatsError, type StoredMsg } from 'nats';
import type { DeadLetter } from './dead-letters';
import { apiCodeOf } from './stream-topology';

/** Error codes of the JetStream API for "no message there", when it is read and when it is deleted. */
const NO_MESSAGE = [10037, 10043];

/** Whether an error of the JetStream API says that there is no such message (any more). */
export function isGone(error: unknown): boolean {
  const code = apiCodeOf(error);
  if (code !== undefined) return NO_MESSAGE.includes(code);
  return error instanceof NatsError && error.code === '404';
}

/** A message of a stream, without being delivered; undefined when there is none. */
export async function storedMessage(
  jsm: JetStreamManager,
  stream: string,
  which: MsgRequest,
): Promise<StoredMsg | undefined> {
  try {
    return await jsm.streams.getMessage(stream, which);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The dead letter of a message that lies in a stream. */
export function letterOf(message: StoredMsg, reason: string, deliveries: number): DeadLetter {
  const { subject, data: body, header } = message;
  const headers = Object.fromEntries(header.keys().map((key) => [key, header.get(key)]));
  return { subject, eventId: headers[HEADERS.eventId], reason, headers, body, deliveries };
}

import { HEADERS, type Reply } from '@callboard/contracts';
import { headers, type Msg } from 'nats';
import type { WholeReply } from './large-bodies';

/** A reply as bytes; `tailBytes` of them stand behind its JSON, where its output has a member `tail` (ADR 25). */
export interface ReplyBytes {
  body: Uint8Array;
  tailBytes?: number | undefined;
}

/** A reply as it goes over NATS. */
export function encodeReply(reply: Reply): ReplyBytes {
  if (!reply.ok || !hasTail(reply.output)) return { body: Buffer.from(JSON.stringify(reply)) };
  const { tail, ...output } = reply.output;
  const json = Buffer.from(JSON.stringify({ ...reply, output }));
  return { body: Buffer.concat([json, tail]), tailBytes: tail.byteLength };
}

function hasTail(output: unknown): output is { tail: Uint8Array } {
  return (
    typeof output === 'object' && output !== null && 'tail' in output && output.tail instanceof Uint8Array
  );
}

/** Says in the headers of a reply how much of it is its tail, if it has one. */
export function withTail(reply: WholeReply, bytes: number | undefined): WholeReply {
  if (bytes === undefined) return reply;
  const set = reply.headers ?? headers();
  set.set(HEADERS.tailBytes, String(bytes));
  return { ...reply, headers: set };
}

/**
 * The JSON of a reply, and the bytes behind it where its headers say that there are some.
 *
 * @throws Error for a number of bytes that cannot be
 */
export function cutTail(reply: Msg, body: Uint8Array): { json: Uint8Array; tail: Uint8Array | undefined } {
  const said = reply.headers?.get(HEADERS.tailBytes) ?? '';
  if (said === '') return { json: body, tail: undefined };
  const bytes = Number(said);
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > body.byteLength)
    throw new Error(`a tail of ${said.slice(0, 20)} bytes in a body of ${body.byteLength}`);
  const at = body.byteLength - bytes;
  return { json: body.subarray(0, at), tail: body.subarray(at) };
}

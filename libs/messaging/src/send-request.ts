import { HEADERS, PART_BYTES, type RequestContract } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { ErrorCode, type Msg, type MsgHdrs, type NatsConnection, NatsError } from 'nats';
import { z } from 'zod';
import { bodyOf, nameBody } from './large-bodies';
import { linkOf } from './link';
import { type OfferedBody, offeredBodiesOf } from './offered-bodies';
import { cutTail } from './tail';
import { currentTraceparent, newTraceparent } from './trace-context';

const DEFAULT_TIMEOUT_MS = 5_000;
/** What a large body takes longer: to be fetched, read, stored and given back. */
const LARGE_MS = 20_000;

const utf8 = new TextDecoder();

/** The envelope of a reply; the output inside is trusted, as it comes from a service of our own. */
const envelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), output: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
  }),
]);

interface OutgoingRequest<I, O> {
  contract: RequestContract<I, O>;
  subject: string;
  input: I;
  headers: MsgHdrs;
  timeoutMs: number | undefined;
  /** Whether large bodies travel in parts (ADR 13): between services only. */
  inParts: boolean;
}

/** One request and its reply; both clients send by it. */
export async function sendRequest<I, O>(
  connection: NatsConnection,
  request: OutgoingRequest<I, O>,
): Promise<O> {
  const { contract, subject, headers, inParts } = request;
  const body = Buffer.from(JSON.stringify(request.input));
  const offered = inParts && body.length > PART_BYTES ? offeredBodiesOf(connection).offer(body) : undefined;
  const timeout =
    (request.timeoutMs ?? contract.patienceMs ?? DEFAULT_TIMEOUT_MS) + (offered === undefined ? 0 : LARGE_MS);
  announce(headers, offered, inParts);
  const link = linkOf(connection);
  try {
    if (!(await link.untilUp(timeout))) throw new Error('there is no connection to NATS');
    const sent = offered === undefined ? body : undefined;
    const reply = await link.orLost(connection.request(subject, sent, { timeout, headers }));
    return readReply(contract, reply, inParts ? await bodyOf(connection, reply) : reply.data);
  } catch (error) {
    throw error instanceof DomainError ? error : asDomainError(error, contract, timeout);
  } finally {
    offered?.withdraw();
  }
}

function announce(headers: MsgHdrs, offered: OfferedBody | undefined, inParts: boolean): void {
  headers.set(HEADERS.traceparent, currentTraceparent() ?? newTraceparent());
  if (inParts) headers.set(HEADERS.takesParts, 'yes');
  if (offered !== undefined) nameBody(headers, offered);
}

function readReply<I, O>({ service, verb }: RequestContract<I, O>, reply: Msg, body: Uint8Array): O {
  let answer: z.infer<typeof envelope>;
  let tail: Uint8Array | undefined;
  try {
    const cut = cutTail(reply, body);
    answer = envelope.parse(JSON.parse(utf8.decode(cut.json)));
    tail = cut.tail;
  } catch {
    throw new DomainError(
      'internal',
      `the service ${service} answered ${verb} with something that is no reply`,
    );
  }
  if (answer.ok) return (tail === undefined ? answer.output : { ...(answer.output as object), tail }) as O;
  throw new DomainError(answer.error.code, answer.error.message, answer.error.details);
}

function asDomainError<I, O>(
  error: unknown,
  contract: RequestContract<I, O>,
  timeoutMs: number,
): DomainError {
  const { service, verb } = contract;
  const code = error instanceof NatsError ? error.code : undefined;
  if (code === ErrorCode.NoResponders) {
    return new DomainError('unavailable', `the service ${service} is not running: try again after a while`);
  }
  if (code === ErrorCode.Timeout) {
    const text = `the service ${service} did not answer ${verb} within ${timeoutMs} ms: try again after a while`;
    return new DomainError('unavailable', text);
  }
  if (code === ErrorCode.PermissionsViolation) {
    return new DomainError(
      'forbidden',
      `the broker does not let this login ask ${verb}: check the site's rights`,
    );
  }
  if (code === ErrorCode.MaxPayloadExceeded) {
    return new DomainError(
      'too-large',
      `the input of ${verb} is larger than a message may be: send less at once`,
    );
  }
  const why = error instanceof Error ? error.message : String(error);
  return new DomainError(
    'unavailable',
    `the service ${service} cannot be reached (${why}): try again after a while`,
  );
}

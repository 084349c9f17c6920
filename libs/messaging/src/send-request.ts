import { HEADERS, type RequestContract } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { ErrorCode, type Msg, type MsgHdrs, type NatsConnection, NatsError } from 'nats';
import { z } from 'zod';
import { linkOf } from './link';
import { currentTraceparent, newTraceparent } from './trace-context';

const DEFAULT_TIMEOUT_MS = 5_000;

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
}

/** One request and its reply; both clients send by it. */
export async function sendRequest<I, O>(
  connection: NatsConnection,
  request: OutgoingRequest<I, O>,
): Promise<O> {
  const { contract, subject, input, headers } = request;
  const timeout = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  headers.set(HEADERS.traceparent, currentTraceparent() ?? newTraceparent());
  const body = Buffer.from(JSON.stringify(input));
  const link = linkOf(connection);
  let reply: Msg;
  try {
    if (!(await link.untilUp(timeout))) throw new Error('there is no connection to NATS');
    reply = await link.orLost(connection.request(subject, body, { timeout, headers }));
  } catch (error) {
    throw asDomainError(error, contract, timeout);
  }
  return readReply(reply, contract);
}

function readReply<I, O>(reply: Msg, { service, verb }: RequestContract<I, O>): O {
  let answer: z.infer<typeof envelope>;
  try {
    answer = envelope.parse(reply.json());
  } catch {
    throw new DomainError(
      'internal',
      `the service ${service} answered ${verb} with something that is no reply`,
    );
  }
  if (answer.ok) return answer.output as O;
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

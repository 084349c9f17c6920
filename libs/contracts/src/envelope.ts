import type { ZodType } from 'zod';
import type { ErrorCode } from './error-codes';
import { eventStream, eventSubject, requestSubject, type ServiceName } from './subjects';

/** Header names on NATS messages. Events use CloudEvents 1.0 binary mode. */
export const HEADERS = {
  traceparent: 'traceparent',
  /** Base64url of the JSON of a {@link import('./caller').Caller}; believed on `rpc.*` only. */
  caller: 'Callboard-Caller',
  /** A site's access token on `site.*`. */
  token: 'Callboard-Token',
  /** Makes a repeated request give the reply of the first (ADR 16); for requests that take one. */
  idempotencyKey: 'Idempotency-Key',
  eventId: 'ce-id',
  eventType: 'ce-type',
  eventSource: 'ce-source',
  eventTime: 'ce-time',
  eventSpec: 'ce-specversion',
  contentType: 'content-type',
  /** Where the body of a request or reply is to be had part by part, when it is too large for one message (ADR 13). */
  bodyAt: 'Callboard-Body-At',
  /** How many bytes that body has. */
  bodyBytes: 'Callboard-Body-Bytes',
  /** Set by whoever is able to fetch a reply in parts. */
  takesParts: 'Callboard-Takes-Parts',
  /** How many bytes behind the JSON of a reply are its output's member `tail`, as they are (ADR 25). */
  tailBytes: 'Callboard-Tail-Bytes',
} as const;

/**
 * An event: its name, its owner and the shape of its payload, whose description says what has happened. Payloads are
 * `{items: [...]}`, flat and plural.
 */
export interface EventContract<T> {
  readonly service: ServiceName;
  readonly name: string;
  readonly subject: string;
  readonly stream: string;
  readonly payload: ZodType<T>;
}

export function defineEvent<T>(service: ServiceName, name: string, payload: ZodType<T>): EventContract<T> {
  return { service, name, subject: eventSubject(service, name), stream: eventStream(service), payload };
}

/**
 * A request: who answers it, what it takes and gives, and whether sites may ask it on `site.*` too. Refusals that any
 * request may meet (a wrong shape, a service that is down, a missing token) are not listed in `refusals`.
 */
export interface RequestContract<I, O> {
  readonly service: ServiceName;
  readonly verb: string;
  readonly subject: string;
  /** What it does, in words for whoever asks. */
  readonly about: string;
  readonly refusals: readonly ErrorCode[];
  readonly input: ZodType<I>;
  readonly output: ZodType<O>;
  readonly forSites: boolean;
  /** How long whoever asks waits for the answer unless told, in ms, where the work takes longer than is usual. */
  readonly patienceMs: number | undefined;
  /** Whether it takes an idempotency key (ADR 16); one whose input holds a secret says so. */
  readonly idempotency: Idempotency | undefined;
  /** Members of the input that each try has its own of, such as an upload: another one makes no other request of it. */
  readonly ownToEachTry: readonly string[];
}

export type Idempotency = 'by-key' | 'by-key-holding-secret';

/** Most characters of an idempotency key, each a visible ASCII one. */
export const IDEMPOTENCY_KEY_CHARACTERS = 255;

export function defineRequest<I, O>(
  service: ServiceName,
  verb: string,
  shape: {
    about?: string;
    refusals?: readonly ErrorCode[];
    input: ZodType<I>;
    output: ZodType<O>;
    forSites?: boolean;
    patienceMs?: number;
    idempotency?: Idempotency;
    ownToEachTry?: readonly (keyof I & string)[];
  },
): RequestContract<I, O> {
  return {
    service,
    verb,
    subject: requestSubject(service, verb),
    about: shape.about ?? '',
    refusals: shape.refusals ?? [],
    input: shape.input,
    output: shape.output,
    forSites: shape.forSites ?? false,
    patienceMs: shape.patienceMs,
    idempotency: shape.idempotency,
    ownToEachTry: shape.ownToEachTry ?? [],
  };
}

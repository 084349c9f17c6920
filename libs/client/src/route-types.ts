import type { RouteContract, ROUTES } from '@callboard/contracts';

/** Every call there is, by its name in the table of routes. */
export type RouteName = keyof typeof ROUTES;

/** What one call takes and gives. A part that its route does not name is `unknown` here. */
interface Parts<P, Q, B, O> {
  params: P;
  query: Q;
  body: B;
  reply: O;
}

/** What is sent, rather than what is read of it: a default may be left out, a number may be written as text. */
type Sent<Input, Read> = unknown extends Input ? Read : Input;

type PartsOf<N extends RouteName> =
  (typeof ROUTES)[N] extends RouteContract<infer P, infer Q, infer B, infer O, infer SQ, infer SB>
    ? Parts<P, Sent<SQ, Q>, Sent<SB, B>, O>
    : never;

type Scalar = string | number | boolean;

/** Values of a query travel as text, so whatever has an obvious one is taken; a filter is written as an object. */
type QueryValue<Key, Value> = Key extends 'filter'
  ? string | Record<string, unknown>
  : unknown extends Value
    ? Scalar
    : string extends Value
      ? Scalar
      : Value;

type QueryOf<Q> = { [Key in keyof Q]: QueryValue<Key, NonNullable<Q[Key]>> };

type ParamsPart<P> = unknown extends P
  ? { params?: undefined }
  : { params: { [Key in keyof P]: string | number } };

type QueryPart<Q> = unknown extends Q
  ? { query?: undefined }
  : object extends QueryOf<Q>
    ? { query?: QueryOf<Q> }
    : { query: QueryOf<Q> };

/** A route without the shape of a body takes none, or a file, or one that is read as it comes; which is said at the call. */
type BodyPart<B> = unknown extends B ? { body?: unknown } : undefined extends B ? { body?: B } : { body: B };

/** How a single call is made; each has a default. */
export interface CallOptions {
  /** Ends the call, its waits included. */
  signal?: AbortSignal;
  /** Most milliseconds that the call may take in all, repeats and waits included. */
  timeoutMs?: number;
  /** The operation whose result this is; it is refused once the operation has ended. */
  operation?: string;
  /** A key of your own, for a call that goes on after a restart of your process. The client makes one otherwise. */
  idempotencyKey?: string;
}

export type RequestOf<N extends RouteName> = ParamsPart<PartsOf<N>['params']> &
  QueryPart<PartsOf<N>['query']> &
  BodyPart<PartsOf<N>['body']> &
  CallOptions;

/** The second argument of a call, which may be left out where nothing has to be sent. */
export type Given<N extends RouteName> =
  object extends RequestOf<N> ? [request?: RequestOf<N>] : [request: RequestOf<N>];

export type ReplyOf<N extends RouteName> = PartsOf<N>['reply'];

/** A page of a list, whose last one says null or nothing (contract 1.3). */
interface Page<T> {
  resources: T[];
  next_page_token?: string | null | undefined;
}

/** The calls whose reply is a page of a list. */
export type ListName = {
  [N in RouteName]: unknown extends ReplyOf<N> ? never : ReplyOf<N> extends Page<unknown> ? N : never;
}[RouteName];

export type ItemOf<N extends ListName> = ReplyOf<N> extends Page<infer T> ? T : never;

/** A request as the code behind the types sees it. */
export interface AnyRequest extends CallOptions {
  params?: Record<string, string | number>;
  query?: Record<string, unknown>;
  body?: unknown;
}

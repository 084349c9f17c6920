import { z, type ZodType } from 'zod';
import type { ErrorCode } from '../error-codes';
import type { RightName } from './rights';

/** Which clients need a call (contract 0, "Tiers"). */
export type Tier = 'CORE' | 'METADATA' | 'WORKER' | 'EXTRA';

export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** A call that works, shown in the documentation; a test sends it. `reply` is what comes back, ids apart. */
export interface RouteExample {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  reply?: unknown;
}

/** What a success looks like: the status, and the JSON shape or else the media type of the body. */
export interface RouteSuccess<O> {
  status: number;
  schema?: ZodType<O>;
  mediaType?: string;
}

/**
 * One HTTP route as data: guards, validation, status, documentation and tests all come from it.
 * `path` is in the form of OpenAPI, such as `/jobs/{job_id}:claim`. Failures that every route shares (a wrong shape, a
 * missing token, a service that is down) are not listed in `refusals`. `Q` and `B` are what a service reads, `SentQuery`
 * and `SentBody` what a client may send for it.
 */
export interface RouteContract<
  P = unknown,
  Q = unknown,
  B = unknown,
  O = unknown,
  SentQuery = unknown,
  SentBody = unknown,
> {
  readonly method: RouteMethod;
  readonly path: string;
  readonly tier: Tier;
  readonly summary: string;
  /** The right that it asks for. */
  readonly auth: RightName;
  /** An open route whose answer depends on which site asks; any other token is ignored. */
  readonly noticesSites?: true;
  readonly params?: ZodType<P>;
  readonly query?: ZodType<Q, SentQuery>;
  readonly body?: ZodType<B, SentBody>;
  /** Parameters of the query that may be given several times; of any other the last one counts. */
  readonly repeated?: readonly string[];
  /** The body is read as it comes, and not before; what it is said to be is for the documentation alone. */
  readonly streamed?: ZodType;
  /** The body is a form of files (multipart), which is read as it comes; the field of the file that is wanted. */
  readonly upload?: string;
  /** It stores a result: the header {@link OPERATION_HEADER} may name the operation that it is a result of. */
  readonly takesOperation?: true;
  /** What becomes of an idempotency key, where it is not taken as everywhere (ADR 16). */
  readonly idempotency?: 'passed-over' | 'refused';
  /** Form-urlencoded instead of JSON; only the token call is. */
  readonly form?: true;
  readonly ok: RouteSuccess<O>;
  /** Another success, without a body, and when it comes. */
  readonly otherwise?: { readonly status: number; readonly when: string };
  readonly refusals: readonly ErrorCode[];
  readonly example: RouteExample;
}

/** Names the operation whose result a request stores (design 8). */
export const OPERATION_HEADER = 'Callboard-Operation';

/** Gives a route back with its types inferred. */
export function defineRoute<
  P = unknown,
  Q = unknown,
  B = unknown,
  O = unknown,
  SentQuery = unknown,
  SentBody = unknown,
>(route: RouteContract<P, Q, B, O, SentQuery, SentBody>): RouteContract<P, Q, B, O, SentQuery, SentBody> {
  return route;
}

/** A whole number in a query string. Its issue carries the type that unchanged clients know. */
export const wholeNumber = z
  .string()
  .transform((text, context) => {
    if (/^[+-]?\d{1,15}$/.test(text.trim())) return Number(text);
    const message = 'Input should be a valid integer, unable to parse string as an integer';
    context.addIssue({ code: 'custom', message, params: { type: 'int_parsing' } });
    return z.NEVER;
  })
  .meta({ type: 'integer' });

/** ListRequest (contract 1.3). A `max_page_size` below 1 asks for everything (contract 3.6). */
export const listQuery = z.object({
  filter: z
    .string()
    .optional()
    .meta({ description: 'a JSON object such as {"workflow.id": "test"}; empty for everything' }),
  max_page_size: wholeNumber.default(20).meta({ description: '20 unless given; below 1 for all' }),
  page_token: z.string().optional().meta({ description: 'with the filter of the first page' }),
  projection: z.string().optional().meta({ description: 'names between commas; id is always there' }),
});
export type ListQuery = z.infer<typeof listQuery>;

/** One page of a list whose last page says `next_page_token: null` (RAW and FULL lists, contract 2.4, 2.6). */
export function openListReply<T>(
  resource: ZodType<T>,
): ZodType<{ resources: T[]; next_page_token: string | null }> {
  return z.object({ resources: z.array(resource), next_page_token: z.string().nullable() });
}

/** One page. The token is absent on the last page (SET lists, contract 1.3). */
export function listReply<T>(
  resource: ZodType<T>,
): ZodType<{ resources: T[]; next_page_token?: string | undefined }> {
  return z.object({ resources: z.array(resource), next_page_token: z.string().optional() });
}

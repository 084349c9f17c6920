import { statusOf } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { HttpException, NotFoundException } from '@nestjs/common';
import { ReplyInstead } from './reply-instead';
import { ShapeError } from './shape-error';

/** How an error is told over HTTP (contract 0). `detail` is the contract's; `text` is in words, for problem details. */
export interface Problem {
  status: number;
  code: string;
  text: string;
  body: unknown;
  headers: Record<string, string>;
  /** Further members of problem details. */
  more?: Record<string, unknown>;
}

/** Seconds after which a client may try again, where the service does not say: what is full empties slowly. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 429: '60', 503: '1' };

/** What the contract says in the body of every fault of ours. */
const FAULT: Problem = {
  status: 500,
  code: 'internal',
  text: 'a fault on our side; the log has it under the trace id',
  body: 'Internal Server Error',
  headers: {},
};

/** Turns whatever was thrown into what the client is told. Faults of ours tell nothing of their cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ShapeError) return ofShape(error);
  if (error instanceof DomainError) return ofRefusal(error);
  if (error instanceof ReplyInstead) return ofReply(error);
  if (error instanceof NotFoundException) return ofStatus(404, 'Not Found');
  const status = statusIn(error);
  if (status === undefined || !(error instanceof Error)) return FAULT;
  if (status === 415) return ofShape(oddLabel());
  return ofStatus(status, error.message);
}

function ofShape({ issues }: ShapeError): Problem {
  const [first] = issues;
  const text = `the request is wrong in ${issues.length} place(s), such as ${first?.loc.join('.')}: ${first?.msg}`;
  const problem = { status: 422, code: 'invalid-input', text, headers: {} };
  return { ...problem, body: { detail: issues, code: 'invalid-input' }, more: { errors: issues } };
}

function ofRefusal({ code, message, details }: DomainError): Problem {
  const status = statusOf(code);
  if (status === 500) return FAULT;
  const more = details === undefined ? {} : { details };
  const body =
    status === 404 ? { detail: 'Not found', code, message, ...more } : { detail: message, code, ...more };
  return { status, code, text: message, body, headers: { ...headersOf(status), ...waitOf(details) }, more };
}

function ofReply({ status, body, refusal, headers: more }: ReplyInstead): Problem {
  const headers = { ...headersOf(status), ...waitOf(refusal?.details), ...more };
  if (refusal === undefined) return { status, code: '', text: '', body, headers };
  return { ...ofRefusal(refusal), status, body, headers };
}

/** Errors of the web server itself: a body too large, a broken request, an unknown route. */
function ofStatus(status: number, text: string): Problem {
  const code = status === 404 ? 'not-found' : status === 413 ? 'too-large' : 'bad-request';
  return { status, code, text, body: { detail: text, code }, headers: headersOf(status) };
}

/**
 * The server refuses a `Content-Type` that is no media type before any route reads it. To clients it is as every other
 * wrong label: a wrong shape (contract 0, "Content type").
 */
function oddLabel(): ShapeError {
  const msg = 'Value error, the Content-Type is no media type: send application/json';
  return new ShapeError([{ type: 'value_error', loc: ['body'], msg, input: null, ctx: { error: {} } }]);
}

function headersOf(status: number): Record<string, string> {
  if (status === 401) return { 'WWW-Authenticate': 'Bearer' };
  const after = RETRY_AFTER[status];
  return after === undefined ? {} : { 'Retry-After': after };
}

/** A service may know when it is worth trying again, in whole seconds. */
function waitOf(details: unknown): Record<string, string> {
  if (typeof details !== 'object' || details === null || !('retry_after_s' in details)) return {};
  return Number.isInteger(details.retry_after_s) ? { 'Retry-After': String(details.retry_after_s) } : {};
}

/** The status that an error of Nest or Fastify carries, if it blames the client. */
function statusIn(error: unknown): number | undefined {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : error instanceof Error && 'statusCode' in error
        ? error.statusCode
        : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

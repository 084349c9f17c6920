import { randomUUID } from 'node:crypto';
import {
  IDEMPOTENCY_HEADER,
  isOpen,
  keyRuleOf,
  OPERATION_HEADER,
  type RouteContract,
} from '@callboard/contracts';
import { addressOf } from './address';
import { orAborted, pause, tryOnce } from './attempt';
import { CallboardError, NoAnswerError } from './callboard-error';
import { CALL_TIMEOUT_MS, type ClientOptions, TRY_TIMEOUT_MS } from './client-options';
import { isForNow, isRepeatable } from './repeatable';
import { RETRY_POLICY, retryDelay } from './retry-delay';
import type { AnyRequest } from './route-types';
import { sentBody } from './sent-body';
import { TimeLimit } from './time-limit';
import type { Tokens } from './tokens';

/** What a call is made with, whichever it is. */
export interface Connection {
  readonly options: ClientOptions;
  /** Absent for the calls that need no token, the token call itself among them. */
  readonly tokens?: Tokens;
}

type Read<T> = (response: Response) => Promise<T>;

/**
 * One call, with its repeats: `read` gets the first successful answer.
 *
 * @throws CallboardError when it is refused; NoAnswerError; the reason of the caller's own signal
 */
export async function exchange<T>(
  connection: Connection,
  route: RouteContract,
  request: AnyRequest,
  read: Read<T>,
): Promise<T> {
  const { timeoutMs = connection.options.timeoutMs ?? CALL_TIMEOUT_MS } = request;
  const limit = new TimeLimit(timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, limit.signal]) : limit.signal;
  const call = `${route.method} ${route.path}`;
  const seen: { last?: unknown } = {};
  try {
    return await withRepeats(connection, route, request, signal, read, seen);
  } catch (thrown) {
    if (request.signal?.aborted || !limit.reached) throw thrown;
    throw new NoAnswerError(call, `it did not succeed within ${timeoutMs} ms`, seen.last ?? thrown);
  } finally {
    limit.stop();
  }
}

async function withRepeats<T>(
  { options, tokens }: Connection,
  route: RouteContract,
  request: AnyRequest,
  signal: AbortSignal,
  read: Read<T>,
  seen: { last?: unknown },
): Promise<T> {
  const send = trier(options, route, request, signal, read);
  const policy = { ...RETRY_POLICY, ...options.retries };
  let token = tokens && (await orAborted(tokens.current(), signal));
  let renewed = false;
  for (let tries = 1; ;) {
    try {
      return await send(token);
    } catch (thrown) {
      seen.last = thrown;
      if (tokens && token && !renewed && isUnauthenticated(thrown)) {
        // Nothing was done under a refused token, so whatever the call is, it may be made with another one: once.
        renewed = true;
        token = await orAborted(tokens.instead(token), signal);
        if (token !== undefined) continue;
      }
      const delay = isWorthRepeating(route, thrown) ? retryDelay(policy, tries, waitOf(thrown)) : undefined;
      if (delay === undefined) throw thrown;
      await pause(delay, signal);
      tries += 1;
    }
  }
}

/** Makes one try after the other of the same request, under one idempotency key. */
function trier<T>(
  options: ClientOptions,
  route: RouteContract,
  request: AnyRequest,
  signal: AbortSignal,
  read: Read<T>,
): (token: string | undefined) => Promise<T> {
  const call = `${route.method} ${route.path}`;
  const url = addressOf(options.url, route.path, request);
  const { body, contentType } = sentBody(route, request.body);
  const headers = headersOf(route, request, contentType);
  const tryTimeoutMs = options.tryTimeoutMs ?? TRY_TIMEOUT_MS;
  // Where the success is to be led on, the reply is where to.
  const redirect: RequestInit['redirect'] = route.ok.status < 300 ? 'follow' : 'manual';
  return (token) => {
    const sent = { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const init = { method: route.method, headers: sent, body, redirect, signal, tryTimeoutMs };
    return tryOnce(call, url, init, async (response) => {
      if (!response.ok && response.status !== route.ok.status) throw await CallboardError.of(call, response);
      return read(response);
    });
  };
}

function headersOf(
  route: RouteContract,
  request: AnyRequest,
  contentType: string | undefined,
): Record<string, string> {
  return {
    // Problem details carry the stable code, also where the contract's own form has no room for it.
    accept: 'application/json, application/problem+json, */*;q=0.1',
    ...(contentType && { 'content-type': contentType }),
    ...(keyRuleOf(route) === 'taken' && { [IDEMPOTENCY_HEADER]: request.idempotencyKey ?? randomUUID() }),
    ...(request.operation !== undefined && { [OPERATION_HEADER]: request.operation }),
  };
}

/** Whether the call tells who makes it: where that is asked, or where the answer depends on which site asks. */
export function tellsWho(route: RouteContract, options: ClientOptions): boolean {
  if (!isOpen(route.auth)) return true;
  return route.noticesSites === true && options.login !== undefined && 'clientId' in options.login;
}

const isUnauthenticated = (thrown: unknown): boolean =>
  thrown instanceof CallboardError && thrown.status === 401;

const waitOf = (thrown: unknown): number | undefined =>
  thrown instanceof CallboardError ? thrown.retryAfterMs : undefined;

function isWorthRepeating(route: RouteContract, thrown: unknown): boolean {
  if (!isRepeatable(route)) return false;
  return thrown instanceof CallboardError
    ? isForNow(thrown.status, thrown.code)
    : thrown instanceof NoAnswerError;
}

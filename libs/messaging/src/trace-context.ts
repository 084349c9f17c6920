import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from '@callboard/kernel';

/** W3C trace context, version 00: `00-<32 hex trace id>-<16 hex span id>-<2 hex flags>`. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const current = new AsyncLocalStorage<string>();

/** The traceparent of the work that is running, if it runs inside {@link runInTrace}. */
export function currentTraceparent(): string | undefined {
  return current.getStore();
}

/**
 * Runs `work`, and everything that it awaits, as part of a trace. Without a well-formed `traceparent` a new trace
 * begins, so that there always is one to log.
 */
export function runInTrace<T>(traceparent: string | undefined, work: () => T): T {
  return current.run(isTraceparent(traceparent) ? traceparent : newTraceparent(), work);
}

/** Begins a new trace (sampled). */
export function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** The 32 hex digits that all log lines of one trace share; undefined for malformed text. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return isTraceparent(traceparent) ? traceparent.slice(3, 35) : undefined;
}

function isTraceparent(text: string | undefined): text is string {
  return text !== undefined && TRACEPARENT.test(text);
}

import { TRANSIENT_CODES } from '@callboard/contracts';
import { DomainError, messageOf } from '@callboard/kernel';
import { Reject } from './dead-letters';
import { retryDelay } from './retry-delay';

/** What becomes of a delivered event. */
export type Settlement =
  { kind: 'ack' } | { kind: 'retry'; delayMs: number } | { kind: 'dead-letter'; reason: string };

export type Outcome = { handled: true } | { handled: false; error: unknown };

/** How often an event was tried. */
export interface Tries {
  /** By the server, whatever came of it. */
  deliveries: number;
  /** Failures by its own fault, this one included. */
  failures: number;
  /** Failures after which it is given up. */
  most: number;
}

/** Another service or the database is down: says nothing about the event, and is waited out. */
export function isTransient(error: unknown): boolean {
  return error instanceof DomainError && TRANSIENT_CODES.includes(error.code);
}

/**
 * Decides what becomes of an event after its handler ended: handled → acknowledged; rejected → dead letter; failed →
 * delivered again, later and later, and a dead letter after so many failures. A failure that says "try again later"
 * (another service or the database is down) never counts as the event's fault: it is retried for as long as it lasts.
 */
export function settle(outcome: Outcome, { deliveries, failures, most }: Tries): Settlement {
  if (outcome.handled) return { kind: 'ack' };
  const { error } = outcome;
  if (error instanceof Reject) return { kind: 'dead-letter', reason: error.message };
  const retry: Settlement = { kind: 'retry', delayMs: retryDelay(deliveries) };
  if (isTransient(error) || failures < most) return retry;
  return { kind: 'dead-letter', reason: `failed ${failures} times, at last with: ${messageOf(error)}` };
}

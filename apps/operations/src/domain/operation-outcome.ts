import type { Outcome } from '@callboard/contracts';
import { isJsonObject, type JsonObject } from './json-values';

/** What a failure says about itself. */
export interface Failure {
  readonly code: string;
  /** Whether another attempt may help; undefined when the site did not say. */
  readonly retriable?: boolean | undefined;
}

/** Longest error code that events carry, in characters; the result keeps all of it. */
const LONGEST_CODE = 200;

/** The failure that a result tells of: an object with a text `code` that is not empty and a text `message` (design 5). */
export function failureOf(result: unknown): Failure | undefined {
  if (!isJsonObject(result)) return undefined;
  const { code, message, retriable } = result;
  if (typeof code !== 'string' || code === '' || typeof message !== 'string') return undefined;
  return {
    code: Array.from(code.slice(0, 2 * LONGEST_CODE))
      .slice(0, LONGEST_CODE)
      .join(''),
    ...(typeof retriable === 'boolean' ? { retriable } : {}),
  };
}

/**
 * How a settled operation ended (design 5). A failure outranks `cancelled`, because it says more; only a true
 * `cancelled` counts. Any other end is a success, whatever the result, as unchanged clients expect (contract 3.5).
 */
export function outcomeOf(
  result: unknown,
  metadata: JsonObject,
): Extract<Outcome, 'succeeded' | 'failed' | 'cancelled'> {
  if (failureOf(result)) return 'failed';
  return metadata['cancelled'] === true ? 'cancelled' : 'succeeded';
}

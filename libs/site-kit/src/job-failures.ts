import { DomainError, messageOf } from '@callboard/kernel';
import { JobFailure, type JsonObject } from './define-workflow';

/** A failure as the contract tells it (design 5). */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
  readonly retriable?: boolean;
}

/** What was thrown, as a failure; `code` is for what nobody foresaw. */
export function failureOf(thrown: unknown, code = 'workflow-crashed'): Failure {
  if (thrown instanceof JobFailure) return { code: thrown.code, message: thrown.message, ...thrown.more };
  if (thrown instanceof DomainError)
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.details === undefined ? {} : { details: thrown.details }),
    };
  return { code, message: messageOf(thrown) };
}

/** What an operation can be settled with: the result itself if it is a JSON object, else a failure that says so. */
export function settleable(result: unknown): JsonObject {
  try {
    const json: unknown = JSON.parse(JSON.stringify(result ?? null));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonObject;
    return noResult('it must be a JSON object');
  } catch (thrown) {
    return noResult(messageOf(thrown));
  }
}

/** The failure as an operation is settled with it; details that are no JSON are left out. */
export function settleableFailure({ code, message, details, retriable }: Failure): JsonObject {
  const plain = { code, message, ...(retriable === undefined ? {} : { retriable }) };
  const whole = settleable({ ...plain, ...(details === undefined ? {} : { details }) });
  return whole.code === code ? whole : plain;
}

const noResult = (why: string): JsonObject => ({
  code: 'invalid-result',
  message: `the workflow ended with a result that cannot be kept: ${why}`,
  retriable: false,
});

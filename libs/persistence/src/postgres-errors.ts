import { DomainError, messageOf } from '@callboard/kernel';

/** SQLSTATEs of a server that goes down, comes up or takes no more connections. Class 08 is added below. */
const SERVER_GONE = new Set(['57P01', '57P02', '57P03', '53300', '25P03', '57P05']);
const SYSTEM_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN'],
]);
/** What pg and its pool say without any code. */
const SPOKEN =
  /connection terminated|timeout exceeded when trying to connect|not queryable|Cannot use a pool after/i;
/** Classes of SQLSTATEs of a server that is short of something for now: disk, memory, connections; or that cannot write. */
const FOR_NOW = /^(53...|58...|25006)$/;
/** A value that no column takes, and a row or index entry that is too large. Rows of others have no part in it. */
const REFUSED_VALUE = /^(22...|54...|23502|23514)$/;
const TRY_AGAIN = new Set(['40001', '40P01']);
const UNIQUE_VIOLATION = '23505';
const STATEMENT_TIMEOUT = '57014';
const LOCK_TIMEOUT = '55P03';
const INVALID_REGEX = '2201B';
/** SQLSTATE of our own: a write that was permitted for some time only came too late, and is undone. */
export const TOO_LATE = 'CB001';

/** The SQLSTATE, or the code of the system, of whatever was thrown; TypeORM wraps the driver's error. */
export function codeOf(error: unknown): string | undefined {
  return textOf(driverError(error), 'code');
}

/** True when a unique index (the one named `constraint`, if given) refused a row. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (codeOf(error) !== UNIQUE_VIOLATION) return false;
  return constraint === undefined || textOf(driverError(error), 'constraint') === constraint;
}

/** True when PostgreSQL gave up one of several transactions that were in each other's way: run it again. */
export function isTryAgain(error: unknown): boolean {
  return TRY_AGAIN.has(codeOf(error) ?? '');
}

/** True when a lock was not to be had within the `lock_timeout` of the transaction. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof LockTimeout || codeOf(error) === LOCK_TIMEOUT;
}

/** A lock that another transaction did not let go in time. */
export class LockTimeout extends DomainError {
  constructor() {
    super('unavailable', 'another request holds what this one needs; try again');
  }
}

/** A statement that was cut for the time it took. */
export class StatementTimeout extends DomainError {
  constructor() {
    super('unavailable', 'the database took too long to answer; try again');
  }
}

/** True when a regular expression was refused. */
export function isInvalidRegex(error: unknown): boolean {
  return codeOf(error) === INVALID_REGEX;
}

/** True when a value itself was refused: the same statement with the same values fails for ever. */
export function isRefusedValue(error: unknown): boolean {
  return REFUSED_VALUE.test(codeOf(error) ?? '');
}

/** True when the server could not be reached, or the connection to it broke. */
export function isConnectionFailure(error: unknown): boolean {
  const code = codeOf(error);
  if (code === undefined) return SPOKEN.test(messageOf(driverError(error)));
  return SERVER_GONE.has(code) || SYSTEM_CODES.has(code) || /^08...$/.test(code);
}

/**
 * What callers are told: lost connections, a server that is short of something and statements that took too long become
 * `unavailable`, everything else stays as it is. A commit may have been carried out even though its connection broke, so effects need a natural key.
 */
export function translated(error: unknown): unknown {
  if (isConnectionFailure(error))
    return new DomainError('unavailable', 'the database cannot be reached; try again');
  if (FOR_NOW.test(codeOf(error) ?? ''))
    return new DomainError('unavailable', `the database cannot do this now (${codeOf(error)}); try again`);
  if (codeOf(error) === LOCK_TIMEOUT) return new LockTimeout();
  if (codeOf(error) === STATEMENT_TIMEOUT) return new StatementTimeout();
  if (codeOf(error) === TOO_LATE)
    return new DomainError(
      'overloaded',
      'the write took longer than it was permitted to, nothing was kept: try again',
    );
  return error;
}

/** A failure of a read that clients have shaped, with its limit in ms: in their words where it is due to what they asked. */
export function asAsked(error: unknown, limitMs: number | undefined): unknown {
  if (error instanceof StatementTimeout && limitMs !== undefined) {
    const words = `this query takes longer than ${limitMs / 1000} s: narrow it, such as by id or by another plain value`;
    return new DomainError('query-too-slow', words);
  }
  if (isInvalidRegex(error)) return new DomainError('invalid-input', 'PostgreSQL does not take this $regex');
  return error;
}

function driverError(error: unknown): unknown {
  return isRecord(error) && 'driverError' in error ? error.driverError : error;
}

function textOf(error: unknown, member: string): string | undefined {
  const value = isRecord(error) ? error[member] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

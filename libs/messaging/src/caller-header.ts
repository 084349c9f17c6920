import { ANONYMOUS, type Caller, callerSchema } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { decodeJson } from './json-body';

/** The caller as the value of HEADERS.caller: base64url of its JSON. */
export function encodeCaller(caller: Caller): string {
  return Buffer.from(JSON.stringify(caller)).toString('base64url');
}

/**
 * Reads HEADERS.caller; without one the caller is anonymous.
 *
 * @throws DomainError `bad-request` for anything malformed, and for names that PostgreSQL cannot keep
 */
export function decodeCaller(header: string | undefined): Caller {
  if (header === undefined || header === '') return ANONYMOUS;
  try {
    return callerSchema.parse(decodeJson(Buffer.from(header, 'base64url')));
  } catch {
    throw new DomainError('bad-request', 'the caller header must be base64url of the JSON of a caller');
  }
}

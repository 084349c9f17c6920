import { DomainError } from '@callboard/kernel';

/**
 * Refuses names of users and sites that a person could not tell from another one: control characters, or blanks at
 * either end. Everything else is taken as it is.
 *
 * @throws DomainError `invalid-input`
 */
export function checkName(what: string, name: string): void {
  if (/[\p{Cc}\p{Cf}]/u.test(name)) {
    throw new DomainError('invalid-input', `${what} must not hold control or invisible characters`);
  }
  if (name !== name.trim()) {
    throw new DomainError(
      'invalid-input',
      `${what} must not begin or end with a blank: send '${name.trim()}'`,
    );
  }
}

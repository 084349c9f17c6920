const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const SIGNS = '!@#$%^*-_+=';

/** The characters of a client secret (contract 1.2, "Credentials"). */
export const SECRET_ALPHABET = LOWER + UPPER + DIGITS + SIGNS;
export const SECRET_LENGTH = 12;

const LEAST_DIGITS = 3;

/** True for 12 characters of the alphabet with a lower-case and an upper-case letter and three digits (contract 1.2). */
export function followsSecretRule(secret: string): boolean {
  const characters = [...secret];
  const countOf = (set: string): number => characters.filter((character) => set.includes(character)).length;
  return (
    characters.length === SECRET_LENGTH &&
    countOf(SECRET_ALPHABET) === SECRET_LENGTH &&
    countOf(LOWER) >= 1 &&
    countOf(UPPER) >= 1 &&
    countOf(DIGITS) >= LEAST_DIGITS
  );
}

/**
 * Draws a secret. Whole secrets are drawn until one follows the rule (about one in five does): putting the required
 * characters in by hand would make some secrets likelier than others.
 *
 * @param pick a uniform random integer of 0 ≤ n < bound, such as `randomInt` of node:crypto
 */
export function mintSecret(pick: (bound: number) => number): string {
  for (;;) {
    const secret = Array.from({ length: SECRET_LENGTH }, () =>
      SECRET_ALPHABET.charAt(pick(SECRET_ALPHABET.length)),
    );
    if (followsSecretRule(secret.join(''))) return secret.join('');
  }
}

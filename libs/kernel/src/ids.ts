import { randomBytes } from './random-bytes';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford base32: no i, l, o, u
const LENGTH = 12;

/** Prefix of every id of jobs, operations, runs and put objects (contract 0, "Ids"). */
const PREFIX = 'nmdc:sys0';

/** Begins the local part of an id: `gfs0` for objects whose bytes are kept here (contract 0, "Ids"). */
export type Shoulder = 'sys0' | 'gfs0';

/**
 * Mints the local part of an id: a shoulder, 12 random characters, 2 check digits (contract 0; design 9).
 * Sixty random bits need no counter, so any process can mint without asking another.
 */
export function mintLocalId(shoulder: Shoulder = 'sys0'): string {
  return `${shoulder}${randomDigits(LENGTH)}`;
}

/** So many random characters of an id, five bits each, and their two check digits. */
export function randomDigits(length: number): string {
  const random = [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return random + checkDigits(random);
}

/** Mints a full id, such as `nmdc:sys0k3v9m2x7q1zt58`. */
export function mintId(): string {
  return `nmdc:${mintLocalId()}`;
}

/** True when the id has the form that {@link mintId} gives and its check digits hold. Older ids are opaque text. */
export function isMintedId(id: string): boolean {
  if (!id.startsWith(PREFIX)) return false;
  const body = id.slice(PREFIX.length, -2);
  return /^[0-9a-hjkmnp-tv-z]+$/.test(body) && checkDigits(body) === id.slice(-2);
}

/** ISO 7064 mod 97-10 over the base32 number, of which only the remainder is kept. */
function checkDigits(body: string): string {
  let remainder = 0;
  for (const character of body) remainder = (remainder * 32 + ALPHABET.indexOf(character)) % 97;
  return String(98 - ((remainder * 100) % 97)).padStart(2, '0');
}

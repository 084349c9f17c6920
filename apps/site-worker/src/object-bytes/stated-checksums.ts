import { createHash, type Hash } from 'node:crypto';
import { finalFailure } from './download-failure';

export interface StatedChecksum {
  type: string;
  /** Hexadecimal, in either case. */
  checksum: string;
}

/** Digests of the contract that Node computes, by the name that the contract gives them (contract 1.1, Checksum). */
const FIXED = new Map([
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['sha224', 'sha224'],
  ['sha256', 'sha256'],
  ['sha384', 'sha384'],
  ['sha512', 'sha512'],
  ['sha3_224', 'sha3-224'],
  ['sha3_256', 'sha3-256'],
  ['sha3_384', 'sha3-384'],
  ['sha3_512', 'sha3-512'],
]);
/** These have other lengths too, which Node does not compute, by the digits of the one that it does. */
const ONE_LENGTH = new Map([
  ['blake2b', { algorithm: 'blake2b512', digits: 128 }],
  ['blake2s', { algorithm: 'blake2s256', digits: 64 }],
]);
/** As long as one asks for; a longer one begins with the shorter ones (FIPS 202, 6.2). */
const ANY_LENGTH = new Map([
  ['shake_128', 'shake128'],
  ['shake_256', 'shake256'],
]);
/** A shorter one would be met by chance. */
const LEAST_DIGITS = 32;

interface Check {
  type: string;
  wanted: string;
  algorithm: string;
}

/**
 * Computes the checksums that an object states, each algorithm once however often it is stated. A type that is not in
 * the contract's list as it is written there, or has a length that cannot be computed, is passed over.
 */
export class StatedChecksums {
  private readonly checks: Check[];
  private readonly hashes = new Map<string, Hash>();

  constructor(stated: readonly StatedChecksum[]) {
    this.checks = stated.flatMap(checkOf);
    for (const { algorithm } of this.checks)
      if (!this.hashes.has(algorithm)) this.hashes.set(algorithm, this.hashFor(algorithm));
  }

  take(piece: Uint8Array): void {
    for (const hash of this.hashes.values()) hash.update(piece);
  }

  /**
   * To be called once, after the last piece.
   *
   * @throws JobFailure `checksum-mismatch`
   */
  verify(): void {
    const digests = new Map([...this.hashes].map(([algorithm, hash]) => [algorithm, hash.digest('hex')]));
    for (const { type, wanted, algorithm } of this.checks) {
      const digest = digests.get(algorithm) ?? '';
      const found = isAnyLength(algorithm) ? digest.slice(0, wanted.length) : digest;
      if (found !== wanted)
        throw finalFailure(
          'checksum-mismatch',
          `the object states ${type} ${wanted}, its bytes have ${found}`,
        );
    }
  }

  private hashFor(algorithm: string): Hash {
    if (!isAnyLength(algorithm)) return createHash(algorithm);
    const digits = this.checks
      .filter((check) => check.algorithm === algorithm)
      .map(({ wanted }) => wanted.length);
    return createHash(algorithm, { outputLength: Math.ceil(Math.max(...digits) / 2) });
  }
}

function checkOf({ type, checksum }: StatedChecksum): Check[] {
  const wanted = checksum.toLowerCase();
  const fixed = FIXED.get(type);
  if (fixed) return [{ type, wanted, algorithm: fixed }];
  const one = ONE_LENGTH.get(type);
  if (one) return one.digits === wanted.length ? [{ type, wanted, algorithm: one.algorithm }] : [];
  const any = ANY_LENGTH.get(type);
  return any && wanted.length >= LEAST_DIGITS ? [{ type, wanted, algorithm: any }] : [];
}

function isAnyLength(algorithm: string): boolean {
  return [...ANY_LENGTH.values()].includes(algorithm);
}

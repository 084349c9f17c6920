import { randomDigits } from '@callboard/kernel';

/** Who hands ids out: the runtime itself, as in the ids of the reference (contract 2.8). */
const SHOULDER = '11';
/** Thirty random bits: what is made twice by chance is noticed when it is kept. */
const CHARACTERS = 6;

/** A new id of documents of a type code, such as `nmdc:bsm-11-k3v9m258`. */
export function newDocumentId(typecode: string): string {
  return `nmdc:${typecode}-${SHOULDER}-${randomDigits(CHARACTERS)}`;
}

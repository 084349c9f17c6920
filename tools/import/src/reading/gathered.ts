import { ENTRY_BYTES, type Entry, type Place } from './entry';

const EXCERPT = 80;

/** The bytes of one document, gathered piece by piece; beyond the bound they are counted and let go. */
export class Gathered {
  private pieces: Buffer[] = [];
  private bytes = 0;

  constructor(readonly place: Place) {}

  add(piece: Buffer): void {
    this.bytes += piece.byteLength;
    if (this.bytes <= ENTRY_BYTES) this.pieces.push(piece);
    else this.pieces = [];
  }

  /** The document, or what is wrong with it; undefined when there is nothing but blanks. */
  entry(): Entry | undefined {
    const { place } = this;
    if (this.bytes > ENTRY_BYTES)
      return { place, problem: `${this.bytes} bytes are more than the ${ENTRY_BYTES} of one document` };
    const text = Buffer.concat(this.pieces).toString('utf8').trim();
    if (text === '') return undefined;
    try {
      return { place, value: JSON.parse(text) as unknown, bytes: this.bytes };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { place, problem: `no JSON (${reason}): ${text.slice(0, EXCERPT)}` };
    }
  }
}

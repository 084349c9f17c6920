const QUOTE = 0x22;
const ESCAPE = 0x5c;
const OPENING: readonly number[] = [0x7b, 0x5b];
const CLOSING: readonly number[] = [0x7d, 0x5d];
const isOpening = (byte: number): boolean => byte === OPENING[0] || byte === OPENING[1];
const isClosing = (byte: number): boolean => byte === CLOSING[0] || byte === CLOSING[1];
/** What may follow a number or a word: space, comma, a closing bracket. */
const isAfterWord = (byte: number): boolean => byte <= 0x20 || byte === 0x2c || isClosing(byte);

/**
 * Finds where a JSON value ends, without reading it: texts and brackets are all that matters. Bytes may come in pieces;
 * whether the value is right JSON is for whoever parses it to say.
 */
export class ValueEnd {
  private depth = 0;
  private inText = false;
  private escaped = false;
  private isWord = false;

  /** Looks at `bytes` from `from` on, where the last look ended. Gives the place behind the value, or -1 for not yet. */
  find(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (this.inText) {
        if (this.endsText(byte) && this.depth === 0) return at + 1;
      } else if (this.isWord) {
        if (isAfterWord(byte)) return at;
      } else if (this.take(byte)) return at + 1;
    }
    return -1;
  }

  /** Whether the value may end where the bytes end: a number or word at the end of all. */
  get mayEndHere(): boolean {
    return this.isWord;
  }

  private take(byte: number): boolean {
    if (byte === QUOTE) this.inText = true;
    else if (isOpening(byte)) this.depth += 1;
    else if (isClosing(byte)) {
      this.depth -= 1;
      return this.depth <= 0;
    } else if (this.depth === 0) this.isWord = true;
    return false;
  }

  private endsText(byte: number): boolean {
    if (this.escaped) this.escaped = false;
    else if (byte === ESCAPE) this.escaped = true;
    else if (byte === QUOTE) {
      this.inText = false;
      return true;
    }
    return false;
  }
}

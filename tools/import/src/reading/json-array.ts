import type { Entry } from './entry';
import { Gathered } from './gathered';

const [QUOTE, BACKSLASH, COMMA, NEWLINE] = [0x22, 0x5c, 0x2c, 0x0a];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * Documents that are the members of one JSON array, which is never held as a whole. All that tells members apart is
 * ASCII, and no byte of a longer UTF-8 character looks like that.
 */
export async function* jsonArray(chunks: AsyncIterable<Buffer>, from = 0): AsyncGenerator<Entry> {
  const at = { line: 1, offset: from };
  const seen = new Nesting();
  let current: Gathered | undefined;
  for await (const chunk of chunks) {
    let start = 0;
    for (let n = 0; n < chunk.byteLength; n += 1) {
      const byte = chunk[n] as number;
      if (byte === NEWLINE) at.line += 1;
      const mark = seen.next(byte);
      if (mark === 'inside') continue;
      current?.add(chunk.subarray(start, n));
      const entry = current?.entry();
      if (entry) yield entry;
      if (mark === 'end') return;
      start = n + 1;
      current = new Gathered({ line: at.line, offset: at.offset + start });
    }
    current?.add(chunk.subarray(start));
    at.offset += chunk.byteLength;
  }
  yield { place: { ...at }, problem: 'the file ends before its array does: it was cut off' };
}

/** Where members of the outermost array begin and end. */
class Nesting {
  private depth = 0;
  private inText = false;
  private escaped = false;

  /** `between`: a member ends here, and another may begin; `end`: the array does. */
  next(byte: number): 'inside' | 'between' | 'end' {
    if (this.inText) {
      this.text(byte);
      return 'inside';
    }
    if (byte === QUOTE) this.inText = true;
    else if (OPENING.has(byte)) {
      this.depth += 1;
      return this.depth === 1 ? 'between' : 'inside';
    } else if (CLOSING.has(byte)) {
      this.depth -= 1;
      return this.depth === 0 ? 'end' : 'inside';
    }
    return byte === COMMA && this.depth === 1 ? 'between' : 'inside';
  }

  private text(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inText = false;
  }
}

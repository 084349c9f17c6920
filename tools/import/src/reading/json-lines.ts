import type { Entry } from './entry';
import { Gathered } from './gathered';

const NEWLINE = 0x0a;

/** Documents that stand one on each line. A line that cannot be read costs itself only. */
export async function* jsonLines(chunks: AsyncIterable<Buffer>, from = 0): AsyncGenerator<Entry> {
  let line = 1;
  let offset = from;
  let current = new Gathered({ line, offset });
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      current.add(chunk.subarray(start, end));
      const entry = current.entry();
      if (entry) yield entry;
      start = end + 1;
      line += 1;
      current = new Gathered({ line, offset: offset + start });
    }
    current.add(chunk.subarray(start));
    offset += chunk.byteLength;
  }
  const last = current.entry();
  if (last) yield last;
}

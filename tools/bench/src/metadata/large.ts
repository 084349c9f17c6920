import type { Bench } from '../place/bench';
import { peaksMb } from '../place/memory';
import type { Row } from '../report/row';
import { biosamples, type Sources } from './documents';
import { ended, type HandingIn } from './handing-in';

const BYTES = 100 * 1024 * 1024;
const PADDING = 4_000;
const PIECE = 100;

/** One submission of 100 MB, written as it is sent; the most memory that a process takes until its run has ended. */
export async function large(bench: Bench, { admin, sources }: HandingIn): Promise<Row> {
  const bytes = bench.count(BYTES);
  const from = performance.now();
  const { peaks, growth } = await peaksMb(bench.processes(), async () => {
    const reply = await fetch(`${bench.gatewayUrl}/metadata/json:submit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...admin.authorization },
      body: ReadableStream.from(written(sources, bytes, bench.say)),
      duplex: 'half',
    } as RequestInit);
    const text = await reply.text();
    if (!reply.ok) throw new Error(`json:submit answers ${reply.status}: ${text.slice(0, 500)}`);
    await ended(admin, (JSON.parse(text) as { detail: { run_id: string } }).detail.run_id);
  });
  const [[name, mb] = ['?', 0]] = Object.entries(peaks).sort(([, one], [, other]) => other - one);
  const grown = Object.entries(growth).map(([each, more]) => `${each} ${more.toFixed(0)}`);
  return {
    what: `json:submit of ${Math.round(bytes / 1024 / 1024)} MB until its run is complete`,
    count: 1,
    onceMs: performance.now() - from,
    aim: 'busiest process < 400 MB',
    note:
      mb === 0
        ? 'this system does not tell memory'
        : `peak ${mb.toFixed(0)} MB (${name}); grown by, MB: ${grown.join(', ')}`,
  };
}

async function* written(
  sources: Sources,
  bytes: number,
  say: (line: string) => void,
): AsyncGenerator<Buffer> {
  yield Buffer.from('{"biosample_set":[');
  for (let sent = 0; sent < bytes;) {
    const texts = biosamples(sources, PIECE, PADDING).map((each) => JSON.stringify(each));
    const piece = Buffer.from((sent > 0 ? ',' : '') + texts.join(','));
    sent += piece.length;
    say(`${Math.round(sent / 1024 / 1024)} MB sent`);
    yield piece;
  }
  yield Buffer.from(']}');
}

import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import { figuresOf } from '../report/figures';
import type { Row } from '../report/row';
import { biosamples } from './documents';
import { type HandingIn, submitted } from './handing-in';

const ROUNDS = 7;

/** `json:submit` of biosamples, until the last of them can be read: they become readable all at once. */
export async function submit(bench: Bench, { admin, sources }: HandingIn): Promise<Row> {
  const count = bench.count(1_000);
  const round = async (): Promise<number> => {
    const documents = biosamples(sources, count);
    const text = JSON.stringify({ biosample_set: documents });
    const from = performance.now();
    await submitted(admin, text);
    await admin.json(200, 'GET', `/nmdcschema/ids/${String(documents.at(-1)?.id)}`);
    return performance.now() - from;
  };
  await round();
  const times: number[] = [];
  const { cpuMs } = await measured(bench, ROUNDS, async () => {
    while (times.length < ROUNDS) {
      times.push(await round());
      bench.say(`${times.length} of ${ROUNDS} submissions`);
    }
  });
  return {
    what: `json:submit of ${count} biosamples until they are read`,
    count: ROUNDS,
    each: figuresOf(times),
    aim: 'p50 < 3,000 ms',
    cpuMs,
  };
}

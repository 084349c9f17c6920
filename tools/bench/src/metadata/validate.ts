import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/row';
import { biosamples } from './documents';
import type { HandingIn } from './handing-in';

/** `json:validate` of many documents at once, over HTTP, with their references. */
export async function validate(bench: Bench, { admin, sources }: HandingIn): Promise<Row> {
  const count = bench.count(10_000);
  const ask = async (documents: object[]): Promise<void> => {
    const text = JSON.stringify({ biosample_set: documents });
    const { body } = await admin.send('POST', '/metadata/json:validate', text);
    if (body !== '{"result":"All Okay!"}') throw new Error(`json:validate answers ${body.slice(0, 500)}`);
  };
  await ask(biosamples(sources, bench.count(1_000)));
  const documents = biosamples(sources, count);
  const from = performance.now();
  const { cpuMs } = await measured(bench, count, () => ask(documents));
  return {
    what: `json:validate of ${count} documents`,
    count,
    onceMs: performance.now() - from,
    aim: '< 5,000 ms',
    note: sources.schema === undefined ? 'the shipped schema: the full one is not there' : 'the full schema',
    cpuMs,
  };
}

import { type Figures, figuresOf } from '../report/figures';

/** What a run of many came to. */
export interface Throughput {
  count: number;
  /** Of `count`, in a second. */
  perSecond: number;
  /** Of one, in ms. */
  each: Figures;
}

/** `workers` at a time take the next of `count` until none is left. */
export async function closedLoop(
  workers: number,
  count: number,
  work: (n: number) => Promise<unknown>,
  say: (line: string) => void = () => undefined,
): Promise<Throughput> {
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const from = performance.now();
      await work(n);
      times.push(performance.now() - from);
      say(`${times.length} of ${count}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  const seconds = (performance.now() - start) / 1000;
  return { count, perSecond: count / seconds, each: figuresOf(times) };
}

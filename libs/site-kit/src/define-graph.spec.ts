import { z } from 'zod';
import { defineGraph, type GraphResult, type Step } from './define-graph';
import { defineOp } from './define-op';
import { defineResource } from './define-resource';
import type { Source, Wire } from './graphs/wire';

const read = defineOp({ name: 'read', run: () => ({ text: 'to be' }) });
const count = defineOp({
  name: 'count',
  input: z.object({ text: z.string() }),
  run: (_context, input) => ({ words: input.text.length }),
});

/** Whether a value of the first type may be given where one of the second is asked for. */
type Fits<A, B> = [A] extends [B] ? true : false;
const holds = <T extends boolean>(value: T): T => value;

/** A graph wired by force, as JavaScript would let one do it. */
const wired = (wire: (step: (...args: unknown[]) => Wire<object>, config: Wire<object>) => unknown) => () =>
  defineGraph({ id: 'test-1.0.0', wire: wire as unknown as (step: Step) => GraphResult });

describe('the types of a graph', () => {
  it('let an op take what fits its input, and nothing else', () => {
    expect([
      holds<Fits<Wire<{ text: string }>, Source<{ text: string }>>>(true),
      holds<Fits<Wire<{ text: string; more: number }>, Source<{ text: string }>>>(true),
      holds<Fits<{ text: Wire<string> }, Source<{ text: string }>>>(true),
      holds<Fits<Record<never, never>, Source<{ text?: string }>>>(true),
    ]).toEqual([true, true, true, true]);
    expect([
      holds<Fits<Wire<{ text: number }>, Source<{ text: string }>>>(false),
      holds<Fits<Wire<unknown>, Source<{ text: string }>>>(false),
      holds<Fits<{ text: Wire<number> }, Source<{ text: string }>>>(false),
      holds<Fits<Record<never, never>, Source<{ text: string }>>>(false),
      holds<Fits<{ text: string }, Source<{ text: string }>>>(false),
      holds<Fits<string, Source<string>>>(false),
    ]).toEqual([false, false, false, false, false, false]);
  });

  it('know what ops give and what resources are', () => {
    const client = defineResource({
      name: 'client',
      make: async () => ({ ask: (what: string) => what.length }),
    });
    const asking = defineOp({
      name: 'asking',
      resources: { client },
      run: async ({ resources }) => ({ answer: resources.client.ask('x') }),
    });
    type Given = Awaited<ReturnType<typeof asking.run>>;
    expect(holds<Fits<Given, { answer: number }>>(true)).toBe(true);
    expect(holds<Fits<Given, { answer: string }>>(false)).toBe(false);
    const graph = defineGraph({ id: 'asks-1.0.0', wire: (step) => ({ a: step(asking), b: step(read) }) });
    expect(graph.resources).toEqual([client]);
  });
});

describe('a graph', () => {
  it('knows which op stands on which', () => {
    const graph = defineGraph({
      id: 'words-1.0.0',
      wire: (step) => {
        const whole = step(read);
        return { once: step(count, whole), again: step(count, whole, { as: 'count_again' }) };
      },
    });
    expect(graph.nodes.map(({ name, after }) => [name, after])).toEqual([
      ['read', []],
      ['count', ['read']],
      ['count_again', ['read']],
    ]);
  });

  it.each([
    ['without ops', () => ({}), /has no op: put one into it by step\(op\)/],
    [
      'with two ops of one name',
      (step: Step) => [step(read), step(read)][0],
      /two ops read: .*as: 'read_again'/,
    ],
    [
      'with an op that misses its input',
      (step: (op: unknown) => object) => step(count),
      /count .* takes an input/,
    ],
    [
      'with an input that is no wire',
      (step: (...args: unknown[]) => object) => step(count, { text: 'abc' }),
      /input of op count of test-1.0.0 must be a wire/,
    ],
    [
      'whose result is no wire',
      (step: Step) => {
        step(read);
        return 'read';
      },
      /the result of test-1.0.0 must be a wire/,
    ],
  ])('%s is refused', (_what, wire, message) => {
    expect(wired(wire as never)).toThrow(message);
  });

  it('takes no wire of another graph, and no op later on', () => {
    let foreign: unknown;
    let late: Step | undefined;
    defineGraph({
      id: 'other-1.0.0',
      wire: (step) => {
        late = step;
        return (foreign = step(read)) as Wire<object>;
      },
    });
    expect(wired((step) => step(count, foreign))).toThrow(
      /comes from the graph other-1.0.0: take a wire of this one/,
    );
    expect(() => late?.(read)).toThrow(/defined already/);
  });

  it('cannot go round in a circle: the fields of an input are taken as they were wired', () => {
    const input: Record<string, unknown> = {};
    const graph = wired((step, config) => {
      input.text = config;
      const first = step(count, input);
      input.text = first;
      return first;
    })();
    expect(graph.nodes[0]?.after).toEqual([]);
  });

  it('takes whole numbers of ops at once, and ops by names that the record of a run takes', () => {
    expect(() => defineGraph({ id: 'x', parallel: 0, wire: (step) => step(read) })).toThrow(/parallel of x/);
    expect(() => defineOp({ name: 'Count words', run: () => 1 })).toThrow(/no name of an op: take/);
    expect(() => defineOp({ ...read, retry: { attempts: 0, waitMs: 1 } })).toThrow(/retry of op read/);
  });
});

import { defineGraph } from '../define-graph';
import { defineOp } from '../define-op';
import { graphId, GraphWorld, read, text } from './graph-world.builder';

let world: GraphWorld;
beforeAll(async () => {
  world = await GraphWorld.open();
}, 60_000);
afterAll(() => world?.close());

describe('what an op does', () => {
  it('is told in one request for each op, and in order, however many lines it writes', async () => {
    const chatty = defineOp({
      name: 'chatty',
      input: text,
      run: ({ log, runId }) => {
        for (let n = 0; n < 1200; n += 1) log.info({}, `line ${n}`);
        return { runId };
      },
    });
    const graph = defineGraph({ id: graphId(), wire: (step) => step(chatty, step(read)) });
    const started = await world.start(graph);
    await started.ended;
    expect(Object.fromEntries(started.counts)).toEqual({
      'begin-run': 1,
      'record-run-events': 2,
      'settle-operations': 1,
    });
    const { result } = await world.operation(started.operationId);
    const [, op] = await world.opsOf((result as { runId: string }).runId);
    const lines = op?.logs.map((line) => line.text) ?? [];
    expect([lines.length, lines[0], lines[998]]).toEqual([1000, 'line 0', 'line 998']);
    expect(lines[999]).toMatch(/further lines/);
  });

  it('is not lost when the broker goes away meanwhile', async () => {
    const slow = defineOp({
      name: 'slow',
      input: text,
      run: async ({ runId }) => {
        await world.broker.restart();
        return { runId };
      },
    });
    const graph = defineGraph({ id: graphId(), wire: (step) => step(slow, step(read)) });
    const { outcome, result } = await world.outcome(graph);
    expect(outcome).toBe('succeeded');
    expect(await world.standing((result as { runId: string }).runId)).toEqual([
      'read 1 succeeded',
      'slow 1 succeeded',
    ]);
  });
});

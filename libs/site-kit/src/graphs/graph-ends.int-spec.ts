import { eventually } from '@callboard/testing';
import { z } from 'zod';
import { defineGraph } from '../define-graph';
import { defineOp, type Op } from '../define-op';
import { graphId, GraphWorld, text } from './graph-world.builder';

let world: GraphWorld;
beforeAll(async () => {
  world = await GraphWorld.open();
}, 60_000);
afterAll(() => world?.close());

describe('the operation of a graph ends', () => {
  const bad = defineOp({
    name: 'bad',
    output: text,
    run: () => ({ text: 5 }) as unknown as { text: string },
  });
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const odd: [string, Op<unknown, object>, string][] = [
    ['whose op gives what it did not promise', bad, 'invalid-op-output'],
    ['whose op gives what is no JSON', defineOp({ name: 'circle', run: () => circle }), 'invalid-output'],
    ['whose op throws no error', defineOp({ name: 'odd', run: () => Promise.reject('text') }), 'op-crashed'],
    [
      'whose op gives what cannot be kept',
      defineOp({ name: 'nul', run: () => ({ a: '\0' }) }),
      'invalid-input',
    ],
    ['whose result is no object', defineOp({ name: 'list', run: () => [1] }), 'invalid-result'],
  ];
  it.each(odd)('%s, with a failure', async (_what, op, code) => {
    const graph = defineGraph({ id: graphId(), wire: (step) => step(op) });
    expect(await world.outcome(graph)).toMatchObject({ outcome: 'failed', result: { code } });
  });

  it('whose job has another config, with a failure', async () => {
    const config = z.object({ object_id: z.string() });
    const open = defineOp({ name: 'open', input: config, run: (_context, input) => input });
    const graph = defineGraph({ id: graphId(), config, wire: (step, given) => step(open, given) });
    expect(await world.outcome(graph, { object_id: 7 })).toMatchObject({
      outcome: 'failed',
      result: { code: 'invalid-config', retriable: false },
    });
    expect(await world.outcome(graph, { object_id: 'o' })).toMatchObject({ outcome: 'succeeded' });
  });

  it('by other hands: its ops are told, nothing more is recorded, and the run is aborted', async () => {
    let reason: unknown;
    const ids: string[] = [];
    const wait = defineOp({
      name: 'wait',
      run: async ({ signal, runId }) => {
        ids.push(runId);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        reason = signal.reason;
        return {};
      },
    });
    const after = defineOp({ name: 'after', input: z.object({}), run: () => ({ ids: ids.push('after') }) });
    const started = await world.start(
      defineGraph({ id: graphId(), wire: (step) => step(after, step(wait)) }),
    );
    const runId = await eventually('the op runs', () => ids[0]);
    await eventually('its start is recorded', async () => (await world.opsOf(runId)).length === 1);
    await world.cancel(started.operationId);
    expect(await started.ended).toBe(false);
    expect(reason).toMatchObject({ code: 'operation-cancelled' });
    expect(ids).toEqual([runId]);
    expect(await world.runOf(runId)).toMatchObject({ status: 'ABORT' });
    expect(await world.opsOf(runId)).toMatchObject([{ op: 'wait', state: 'failed' }]);
  });

  it('while it records: the run is stopped', async () => {
    let ask = (): void => undefined;
    const gate = new Promise<void>((resolve) => (ask = resolve));
    const wait = defineOp({ name: 'wait', run: async () => ({ waited: await gate }) });
    const started = await world.start(defineGraph({ id: graphId(), wire: (step) => step(wait) }), {}, {});
    await eventually('the run has begun', () => started.counts.get('record-run-events') === 1);
    started.deafen();
    await world.cancel(started.operationId);
    ask();
    expect(await started.ended).toBe(false);
    expect(started.counts.get('settle-operations')).toBeUndefined();
  });
});

import { mintId } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { z } from 'zod';
import { defineGraph } from '../define-graph';
import { defineOp, type Op, OpOutdated, OpSkipped } from '../define-op';
import { JobFailure } from '../define-workflow';
import { graphId, GraphWorld } from './graph-world.builder';

let world: GraphWorld;
beforeAll(async () => {
  world = await GraphWorld.open();
}, 60_000);
afterAll(() => world?.close());

const text = z.object({ text: z.string() });
const read = defineOp({ name: 'read', output: text, run: () => ({ text: 'to be or not to be' }) });
const standing = async (runId: string) =>
  (await world.opsOf(runId)).map(({ op, attempt, state }) => `${op} ${attempt} ${state}`);
const detailsOf = (result: unknown) =>
  (result as { details: { op: string; attempt: number; run_id: string } }).details;

describe('a graph', () => {
  it('gives the result of its ops, and its run tells what each of them did', async () => {
    const count = defineOp({
      name: 'count',
      input: text,
      run: (context, input) => {
        context.log.info({ letters: input.text.length }, 'counting');
        return { words: input.text.split(' ').length, runId: context.runId };
      },
    });
    const graph = defineGraph({ id: graphId(), wire: (step) => step(count, step(read)) });
    const { outcome, result } = await world.outcome(graph);
    expect({ outcome, result }).toMatchObject({ outcome: 'succeeded', result: { words: 6 } });
    const { runId } = result as { runId: string };
    expect(await world.runOf(runId)).toMatchObject({ status: 'COMPLETE', error: null });
    expect(await world.opsOf(runId)).toMatchObject([
      { op: 'read', attempt: 1, state: 'succeeded', output: { text: 'to be or not to be' }, logs: [] },
      {
        op: 'count',
        attempt: 1,
        state: 'succeeded',
        logs: [{ level: 'info', text: 'counting {"letters":18}' }],
      },
    ]);
  });

  it('goes on at the op that failed, with what the others gave', async () => {
    let [reads, isBroken] = [0, true];
    const counted = defineOp({ ...read, run: () => ({ text: `read ${(reads += 1)}` }) });
    const write = defineOp({
      name: 'write',
      input: text,
      run: (_context, input) => {
        if (isBroken) throw new Error('the disk is full');
        return { written: input.text };
      },
    });
    const graph = defineGraph({ id: graphId(), wire: (step) => step(write, step(counted)) });
    const jobId = mintId();
    const failed = await world.outcome(graph, {}, { jobId });
    expect(failed).toMatchObject({
      outcome: 'failed',
      result: { code: 'op-crashed', message: 'the disk is full', details: { op: 'write', attempt: 1 } },
    });
    const { run_id: runId } = detailsOf(failed.result);
    expect(await world.runOf(runId)).toMatchObject({ status: 'FAIL', error: { code: 'op-crashed' } });
    isBroken = false;
    const second = await world.outcome(graph, {}, { jobId, attempt: 2 });
    expect(second).toMatchObject({ outcome: 'succeeded', result: { written: 'read 1' } });
    expect(await standing(runId)).toEqual(['read 1 succeeded', 'write 2 succeeded', 'write 1 failed']);
    expect(await world.runOf(runId)).toMatchObject({ status: 'COMPLETE' });
  });

  it('tries an op again as its policy says, and not after a failure that is final', async () => {
    let tries = 0;
    const shaky = defineOp({
      name: 'shaky',
      retry: { attempts: 3, waitMs: 1 },
      run: ({ attempt }) => {
        tries += 1;
        if (tries < 3) throw new Error('not yet');
        return { attempt };
      },
    });
    const again = await world.outcome(defineGraph({ id: graphId(), wire: (step) => step(shaky) }));
    expect(again).toMatchObject({ outcome: 'succeeded', result: { attempt: 3 } });
    tries = 0;
    const damaged = defineOp({
      ...shaky,
      run: () => {
        tries += 1;
        throw new JobFailure('damaged-file', 'half of it is missing', { retriable: false });
      },
    });
    const final = await world.outcome(defineGraph({ id: graphId(), wire: (step) => step(damaged) }));
    expect(final).toMatchObject({
      outcome: 'failed',
      result: { code: 'damaged-file', retriable: false, details: { op: 'shaky', attempt: 1 } },
    });
    expect(tries).toBe(1);
  });

  it('runs ops at once up to its bound, and stops the others when one fails', async () => {
    let [running, most] = [0, 0];
    const gate = new Map<string, () => void>();
    const branch = (name: string) =>
      defineOp({
        name,
        input: text,
        run: async ({ signal }) => {
          most = Math.max(most, (running += 1));
          await new Promise<void>((resolve, reject) => {
            gate.set(name, resolve);
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          }).finally(() => (running -= 1));
          throw new Error(`${name} is broken`);
        },
      });
    const graph = defineGraph({
      id: graphId(),
      parallel: 2,
      wire: (step) => {
        const whole = step(read);
        return { a: step(branch('a'), whole), b: step(branch('b'), whole), c: step(branch('c'), whole) };
      },
    });
    const started = await world.start(graph);
    await eventually('two ops run', () => gate.size === 2);
    gate.get('b')?.();
    await started.ended;
    const { result } = await world.operation(started.operationId);
    expect(result).toMatchObject({ code: 'op-crashed', message: 'b is broken' });
    expect(await standing(detailsOf(result).run_id)).toEqual([
      'read 1 succeeded',
      'a 1 failed',
      'b 1 failed',
    ]);
    const [, a] = await world.opsOf(detailsOf(result).run_id);
    expect([a?.error?.code, most]).toEqual(['stopped', 2]);
  });

  it('skips what stands behind an op that has nothing to do', async () => {
    const nothing = defineOp({
      name: 'nothing',
      input: text,
      run: (): { text: string } => {
        throw new OpSkipped('no reads in it');
      },
    });
    const runIdOf = defineOp({ name: 'run_id', run: ({ runId }) => runId });
    const write = defineOp({ name: 'write', input: text, run: () => ({ written: true }) });
    const graph = defineGraph({
      id: graphId(),
      wire: (step) => ({ written: step(write, step(nothing, step(read))), runId: step(runIdOf) }),
    });
    const { outcome, result } = await world.outcome(graph);
    expect({ outcome, result }).toMatchObject({
      outcome: 'succeeded',
      result: { skipped: { nothing: 'no reads in it', write: 'op nothing was skipped' } },
    });
    const ops = await world.opsOf((result as { runId: string }).runId);
    const skipped = ops.filter(({ state }) => state === 'skipped');
    expect(skipped.map(({ op, logs }) => [op, logs[0]?.text])).toEqual([
      ['nothing', 'skipped: no reads in it'],
      ['write', 'skipped, because op nothing was'],
    ]);
  });

  it('keeps a large output as an object, also for the next attempt, and makes it again when it is gone', async () => {
    let [makes, breaks] = [0, 2];
    const large = defineOp({
      name: 'large',
      output: text,
      run: () => ({ text: `${(makes += 1)}${'x'.repeat(1_100_000)}` }),
    });
    const measure = defineOp({
      name: 'measure',
      input: text,
      run: (_context, input) => {
        if ((breaks -= 1) > 0) throw new Error('not yet');
        return { length: input.text.length };
      },
    });
    const graph = defineGraph({ id: graphId(), wire: (step) => step(measure, step(large)) });
    const jobId = mintId();
    const first = await world.outcome(graph, {}, { jobId });
    const { run_id: runId } = detailsOf(first.result);
    const [op] = await world.opsOf(runId);
    const objectId = (op?.output as { callboard_output_object: string }).callboard_output_object;
    expect(op?.outputs).toEqual([objectId]);
    expect(world.objects.get(objectId)?.length).toBeGreaterThan(1_100_000);
    breaks = 2;
    await world.outcome(graph, {}, { jobId, attempt: 2 });
    expect((await world.opsOf(runId)).find((each) => each.op === 'measure')?.inputs).toEqual([objectId]);
    expect(makes).toBe(1);
    world.objects.delete(objectId);
    const third = await world.outcome(graph, {}, { jobId, attempt: 3 });
    expect([third.outcome, third.result, makes]).toEqual(['succeeded', { length: 1_100_001 }, 2]);
  });

  it('runs an op again when a later one finds that it is outdated', async () => {
    let stages = 0;
    const stage = defineOp({ name: 'stage', run: () => ({ stage: (stages += 1) }) });
    const check = defineOp({
      name: 'check',
      input: z.object({ stage: z.number() }),
      run: (_context, input) => {
        if (input.stage < 3) throw new OpOutdated('stage', 'the rows are gone');
        return input;
      },
    });
    const graph = defineGraph({ id: graphId(), wire: (step) => step(check, step(stage)) });
    expect(await world.outcome(graph)).toMatchObject({ outcome: 'succeeded', result: { stage: 3 } });
    stages = -10;
    const never = await world.outcome(graph);
    expect(never).toMatchObject({ outcome: 'failed', result: { code: 'outdated' } });
  });
});

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
    expect(await standing((result as { runId: string }).runId)).toEqual([
      'read 1 succeeded',
      'slow 1 succeeded',
    ]);
  });
});

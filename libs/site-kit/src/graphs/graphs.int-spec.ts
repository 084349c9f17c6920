import { mintId } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { z } from 'zod';
import { defineGraph } from '../define-graph';
import { defineOp, OpOutdated, OpSkipped } from '../define-op';
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
});
